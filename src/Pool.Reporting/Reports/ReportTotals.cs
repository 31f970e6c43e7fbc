namespace Pool.Reporting.Reports;

/// <summary>How the tests of a run ended.</summary>
/// <param name="Tests">All of them.</param>
/// <param name="Passed">Those that passed, with or without warnings.</param>
/// <param name="Failed">Those that failed.</param>
/// <param name="Skipped">Those that did not run, or could not decide.</param>
public sealed record ReportTotals(int Tests, int Passed, int Failed, int Skipped);
