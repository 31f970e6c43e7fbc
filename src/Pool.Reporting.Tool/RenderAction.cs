using Pool.Reporting.Reports;

namespace Pool.Reporting.Tool;

/// <summary><c>pool-report render</c>.</summary>
internal sealed class RenderAction(TextWriter output)
{
    internal int Run(string directory, string? runId, bool gate)
    {
        var written = ReportWriter.Write(directory, runId)
            ?? throw new IOException($"{directory} holds no records of run '{runId}'. Leave out --run-id for the newest.");
        output.WriteLine(written.HtmlPath);
        output.WriteLine(written.MarkdownPath);
        output.WriteLine(written.JsonPath);
        return ReportGate.CodeOf(written.Report, gate);
    }
}
