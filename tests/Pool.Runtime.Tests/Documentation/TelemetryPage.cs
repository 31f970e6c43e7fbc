namespace Pool.Runtime.Tests.Documentation;

/// <summary>docs/telemetry.md: the rows of its tables.</summary>
internal sealed class TelemetryPage
{
    private readonly string[] _lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "docs", "telemetry.md"));

    /// <summary>The cells of each row of the table whose first column has a heading, without quotation marks.</summary>
    public IReadOnlyList<string[]> Table(string firstHeading) =>
    [
        .. _lines.SkipWhile(line => !line.StartsWith($"| {firstHeading} |", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|')[1..^1].Select(cell => cell.Trim().Replace("`", "", StringComparison.Ordinal)).ToArray()),
    ];
}
