using System.Text.Json;

namespace Pool.Reporting.Reports;

/// <summary>The report for programs: <c>report.json</c>. Its schema is versioned.</summary>
public static class JsonReport
{
    /// <summary>The file's name.</summary>
    public const string FileName = "report.json";

    /// <summary>Writes the report as indented JSON.</summary>
    /// <param name="report">The run.</param>
    /// <returns>The text; the same for equal reports.</returns>
    public static string Render(RunReport report) =>
        JsonSerializer.Serialize(report, ReportJsonContext.Default.RunReport) + "\n";
}
