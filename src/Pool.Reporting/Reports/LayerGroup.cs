using Pool.Reporting.Records;

namespace Pool.Reporting.Reports;

/// <summary>The tests of one layer.</summary>
internal sealed record LayerGroup(string Layer, IReadOnlyList<TestRecord> Tests)
{
    private static readonly string[] Known = ["Mock", "Bridge", "Full"];

    internal ReportTotals Totals { get; } = RunReport.TotalsOf(Tests);

    /// <summary>Groups tests by layer, from the fastest to the most real.</summary>
    internal static IReadOnlyList<LayerGroup> Of(RunReport report) =>
    [
        .. report.Tests.GroupBy(test => test.Layer, StringComparer.Ordinal)
            .OrderBy(group => Array.IndexOf(Known, group.Key) is var place and >= 0 ? place : Known.Length)
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new LayerGroup(group.Key, [.. group])),
    ];
}
