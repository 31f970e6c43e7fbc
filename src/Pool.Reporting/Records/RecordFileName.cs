using System.Globalization;
using System.Text;

namespace Pool.Reporting.Records;

/// <summary>Names of record files: <c>&lt;assembly&gt;-&lt;pid&gt;.jsonl</c>.</summary>
internal static class RecordFileName
{
    internal const string Extension = ".jsonl";

    private const int LongestName = 150;

    internal static string Of(string assembly, int processId) =>
        string.Create(CultureInfo.InvariantCulture, $"{Sanitise(assembly)}-{processId}{Extension}");

    internal static string PatternOf(string assembly) => Sanitise(assembly) + "-*" + Extension;

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
