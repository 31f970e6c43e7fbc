using Pool.Reporting.Reports;

namespace Pool.NUnit.EngineExtension;

/// <summary>What happens when a test run has ended: each report directory with records gets its reports.</summary>
internal sealed class RunEnd(string extensionVersion, int processId, Func<string, string?> environment, string? chosenDirectory = null)
{
    internal IReadOnlyList<WrittenReport> WriteReports(IReadOnlyList<string> workDirectories)
    {
        var directories = workDirectories
            .Select(directory => ReportLocation.Resolve(directory, environment, chosenDirectory))
            .Distinct(StringComparer.Ordinal);
        var runId = environment(ReportLocation.RunIdVariable);
        // This process is at the end of its tests, though the plugin writes its footer only when the process exits.
        return
        [
            .. directories
                .Select(directory => ReportWriter.Write(directory, runId, processId, Problems()))
                .OfType<WrittenReport>(),
        ];
    }

    private IReadOnlyList<string> Problems() =>
        string.Equals(extensionVersion, PackageVersion.Reporting, StringComparison.Ordinal)
            ? []
            :
            [
                $"The engine extension is of version {extensionVersion}, but Pool.Reporting is of version "
                + $"{PackageVersion.Reporting}. Use one version of all packages and rebuild.",
            ];
}
