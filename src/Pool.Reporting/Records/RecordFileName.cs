using System.Globalization;
using System.Text;

namespace Pool.Reporting.Records;

/// <summary>Names of record files: <c>&lt;assembly&gt;-&lt;pid&gt;.jsonl</c>.</summary>
internal static class RecordFileName
{
    internal const string Extension = ".jsonl";

    private const int LongestName = 150;

    internal static string Of(string assembly, int processId, string extension = Extension) =>
        string.Create(CultureInfo.InvariantCulture, $"{Sanitise(assembly)}-{processId}{extension}");

    internal static bool IsOf(string fileName, string assembly, string extension = Extension)
    {
        var prefix = Sanitise(assembly) + "-";
        return fileName.StartsWith(prefix, StringComparison.Ordinal)
            && fileName.EndsWith(extension, StringComparison.Ordinal)
            && fileName.Length > prefix.Length + extension.Length
            && fileName.AsSpan(prefix.Length, fileName.Length - prefix.Length - extension.Length)
                .IndexOfAnyExceptInRange('0', '9') < 0;
    }

    /// <summary>The assembly's part of a file name, for a file whose header can't be read.</summary>
    internal static string AssemblyOf(string fileName)
    {
        var stem = Path.GetFileNameWithoutExtension(fileName);
        var dash = stem.LastIndexOf('-');
        return dash > 0 ? stem[..dash] : stem;
    }

    // One set of allowed characters on every system, so that a report directory can be copied between them.
    private static string Sanitise(string assembly)
    {
        var name = new StringBuilder(assembly.Length);
        foreach (var character in assembly)
        {
            name.Append(char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' ? character : '_');
        }

        var text = name.ToString(0, Math.Min(name.Length, LongestName)).Trim('.');
        return text.Length == 0 ? "_" : text;
    }
}
