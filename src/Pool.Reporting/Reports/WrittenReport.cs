namespace Pool.Reporting.Reports;

/// <summary>A report and the files it was written to.</summary>
/// <param name="Report">The report.</param>
/// <param name="HtmlPath">Full path of <c>report.html</c>.</param>
/// <param name="MarkdownPath">Full path of <c>report.md</c>.</param>
/// <param name="JsonPath">Full path of <c>report.json</c>.</param>
public sealed record WrittenReport(RunReport Report, string HtmlPath, string MarkdownPath, string JsonPath);
