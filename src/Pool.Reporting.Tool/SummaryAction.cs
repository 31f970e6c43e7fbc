using Pool.Reporting.Records;
using Pool.Reporting.Reports;

namespace Pool.Reporting.Tool;

/// <summary><c>pool-report summary</c>.</summary>
internal sealed class SummaryAction(TextWriter output)
{
    internal int Run(string directory, string? runId, bool gate)
    {
        var records = RunRecords.Load(directory, runId);
        if (records.Hosts.Count == 0)
        {
            throw new IOException($"{directory} holds no records of run '{runId}'. Leave out --run-id for the newest.");
        }

        var report = RunReport.From(records);
        var html = Path.Combine(directory, HtmlReport.FileName);
        output.Write(SummaryReport.Render(report, File.Exists(html) ? html : null));
        return ReportGate.CodeOf(report, gate);
    }
}
