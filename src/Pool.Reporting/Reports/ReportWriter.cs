using System.Text;
using Pool.Reporting.Baselines;
using Pool.Reporting.Records;

namespace Pool.Reporting.Reports;

/// <summary>Renders all reports of a run. Thread-safe, also between processes.</summary>
public static class ReportWriter
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Reads the records and writes <c>report.json</c>, <c>report.md</c> and <c>report.html</c> beside them, each as a
    /// whole. Records are read under the lock, so whichever of several hosts writes last has the records of all.
    /// </summary>
    /// <param name="reportDirectory">The report directory.</param>
    /// <param name="runId">The run's id (POOL_RUN_ID); null or empty for the newest host of each assembly.</param>
    /// <param name="finishedProcess">The id of a process known to have finished its tests though it still runs.</param>
    /// <param name="problems">Further problems to report.</param>
    /// <returns>What was written; null when the run has no records, and then nothing is.</returns>
    /// <exception cref="TimeoutException">Another process kept the lock for 60 s.</exception>
    /// <exception cref="IOException">A file can't be written.</exception>
    public static WrittenReport? Write(
        string reportDirectory, string? runId, int? finishedProcess = null, IReadOnlyList<string>? problems = null)
    {
        var directory = Path.GetFullPath(reportDirectory);
        if (!RunRecords.Exist(directory))
        {
            return null;
        }

        using var turn = DirectoryLock.Acquire(directory, LockTimeout);
        var records = RunRecords.Load(directory, runId, finishedProcess);
        if (records.Hosts.Count == 0)
        {
            return null;
        }

        var report = RunReport.From(records with { Problems = [.. problems ?? [], .. records.Problems] });
        return new WrittenReport(
            report,
            Write(directory, HtmlReport.FileName, HtmlReport.Render(report)),
            Write(directory, MarkdownReport.FileName, MarkdownReport.Render(report)),
            Write(directory, JsonReport.FileName, JsonReport.Render(report)));
    }

    private static string Write(string directory, string name, string content)
    {
        var path = Path.Combine(directory, name);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(content));
        return path;
    }
}
