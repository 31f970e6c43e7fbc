using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pool.NUnit.Isolation.Settings.Sources;

/// <summary>A settings file: found, bounded in size and read.</summary>
internal static class SettingsFile
{
    public const string Name = "poolsettings.json";
    public const long LargestBytes = 1024 * 1024;

    /// <summary>The settings that a file names; whatever is wrong with it is added to the problems.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="mustExist">Whether a missing file is a problem.</param>
    /// <param name="problems">What was found wrong.</param>
    public static IReadOnlyList<FileEntry> Read(string path, string name, bool mustExist, ICollection<string> problems)
    {
        try
        {
            FileInfo file = new(path);
            if (!file.Exists)
            {
                if (mustExist)
                {
                    problems.Add($"There is no settings file {path}, which {RunSettingsFilePlaces()} names. Correct the path.");
                }

                return [];
            }

            if (file.Length > LargestBytes)
            {
                problems.Add(string.Create(
                    CultureInfo.InvariantCulture, $"{name} holds {file.Length:N0} bytes, more than the {LargestBytes:N0} of a settings file. Is it the right file?"));
                return [];
            }

            byte[] bytes = File.ReadAllBytes(path);
            return Parse(bytes, name, Path.GetDirectoryName(Path.GetFullPath(path))!, problems);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{name} can't be read: {error.Message}");
            return [];
        }
    }

    internal static IReadOnlyList<FileEntry> Parse(ReadOnlyMemory<byte> bytes, string name, string directory, ICollection<string> problems)
    {
        ReadOnlyMemory<byte> text = bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        SettingsFileParser parser = new(text, name, directory, problems);
        try
        {
            return parser.Parse();
        }
        catch (JsonException error)
        {
            string place = error.LineNumber is { } line
                ? string.Create(CultureInfo.InvariantCulture, $"{name}, line {line + 1}, column {error.BytePositionInLine + 1}")
                : name;
            problems.Add($"{place}: {WithoutPlace(error.Message)} Correct the JSON; comments and trailing commas are allowed.");
            return [];
        }
    }

    private static string RunSettingsFilePlaces() => $"{Table.RunRows.SettingsFile.RunParameter} or {Table.RunRows.SettingsFile.Variable}";

    // The reader's own words for the place count from zero.
    private static string WithoutPlace(string message)
    {
        int place = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return place < 0 ? message : message[..place];
    }
}
