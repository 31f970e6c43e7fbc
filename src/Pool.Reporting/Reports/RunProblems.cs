using Pool.Reporting.Records;

namespace Pool.Reporting.Reports;

/// <summary>Gathers what a reader must know about the run itself.</summary>
internal static class RunProblems
{
    internal static IReadOnlyList<string> Of(RunRecords records, string reportingVersion)
    {
        var problems = new List<string>(records.Problems);
        foreach (var host in records.Hosts)
        {
            if (host.State == HostState.Died)
            {
                problems.Add(ReportText.Invariant(
                    $"The test host of {host.Assembly}{ProcessOf(host)} ended without finishing: it was killed or it crashed. {ReportText.Plural(host.Tests.Count, "record")} up to then made it into this report; tests after that did not run or were lost."));
            }

            if (host.Header?.PackageVersion is { } version
                && !string.Equals(version, reportingVersion, StringComparison.Ordinal))
            {
                problems.Add(
                    $"{host.Assembly} ran with Pool.NUnit.Isolation {version}, but this report is made by Pool.Reporting "
                    + $"{reportingVersion}. Use one version of all packages.");
            }

            problems.AddRange(host.Problems);
        }

        return [.. problems.Distinct(StringComparer.Ordinal)];
    }

    private static string ProcessOf(HostRecords host) =>
        host.Header is { } header ? ReportText.Invariant($" (process {header.ProcessId})") : "";
}
