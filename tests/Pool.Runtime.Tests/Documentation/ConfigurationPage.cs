using System.Text.RegularExpressions;

namespace Pool.Runtime.Tests.Documentation;

/// <summary>docs/configuration.md: for each record a section, whose tables have a row for each option.</summary>
internal sealed partial class ConfigurationPage
{
    private readonly string _text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "configuration.md")).ReplaceLineEndings("\n");

    /// <summary>Rows of the section whose heading names a record: option, default and range as they stand there.</summary>
    public IReadOnlyList<(string Name, string Default, string Range)> Rows(string record)
    {
        var section = Section().Split(_text).FirstOrDefault(text => text.Split('\n')[0].Contains($"`{record}`", StringComparison.Ordinal));
        section.ShouldNotBeNull($"A section for {record}");
        return [.. Row().Matches(section).Select(row => (row.Groups["name"].Value, row.Groups["default"].Value.Trim(), row.Groups["range"].Value.Trim()))];
    }

    /// <summary>What the matrix on the page says of a category: critical, major, minor.</summary>
    public IReadOnlyList<string> MatrixRow(string category) =>
        [.. _text.Split('\n').Single(line => line.StartsWith($"| {category} |", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries)[2..5]];

    /// <summary>The example of a configuration file.</summary>
    public string Example() => Json().Match(_text).Groups["text"].Value;

    [GeneratedRegex("^## ", RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Section();

    [GeneratedRegex(@"^\| `(?<name>\w+)` \|(?<default>[^|]*)\|(?<range>[^|]*)\|[^|]+\|$", RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Row();

    [GeneratedRegex(@"^```json\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Json();
}
