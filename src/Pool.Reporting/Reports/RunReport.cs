using Pool.Reporting.Records;

namespace Pool.Reporting.Reports;

/// <summary>A run as its reports show it. Equal records give an equal report.</summary>
public sealed record RunReport
{
    /// <summary>Version of the schema of <c>report.json</c>.</summary>
    public int Schema { get; init; } = RecordLine.CurrentSchema;

    /// <summary>When the first host began, in UTC; null when no header can be read.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How the tests ended.</summary>
    public required ReportTotals Totals { get; init; }

    /// <summary>The hosts that took part.</summary>
    public required IReadOnlyList<HostSummary> Hosts { get; init; }

    /// <summary>All tests, by assembly and name.</summary>
    public required IReadOnlyList<TestRecord> Tests { get; init; }

    /// <summary>What is wrong with the run itself; empty when nothing is.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Builds the report of a run.</summary>
    /// <param name="records">The run's records.</param>
    /// <returns>The report.</returns>
    public static RunReport From(RunRecords records)
    {
        ArgumentNullException.ThrowIfNull(records);
        IReadOnlyList<TestRecord> tests =
        [
            .. records.Hosts.SelectMany(host => host.Tests)
                .OrderBy(test => test.Assembly, StringComparer.Ordinal)
                .ThenBy(test => test.TestName, StringComparer.Ordinal),
        ];
        return new RunReport
        {
            StartedAt = records.Hosts.Select(host => host.Header?.StartedAt).Min(),
            Totals = TotalsOf(tests),
            Hosts = [.. records.Hosts.Select(HostSummary.Of)],
            Tests = tests,
            Problems = RunProblems.Of(records, PackageVersion.Reporting),
        };
    }

    internal static ReportTotals TotalsOf(IReadOnlyCollection<TestRecord> tests) => new(
        tests.Count,
        tests.Count(test => test.Outcome is TestOutcome.Passed or TestOutcome.Warning),
        tests.Count(test => test.Outcome is TestOutcome.Failed),
        tests.Count(test => test.Outcome is TestOutcome.Skipped or TestOutcome.Inconclusive));
}
