#nullable enable
using System.Linq;
using System.Xml.Linq;

/// <summary>
/// Reads what VSTest wrote about one run. The results themselves are counted and not the summary's counters, which
/// leave out skipped tests.
/// </summary>
internal static class TrxFile
{
    private static readonly XNamespace Schema = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <param name="path">The file; it need not exist.</param>
    /// <param name="exitCode">What <c>dotnet test</c> returned.</param>
    /// <param name="isFiltered">A filter may leave a project without a test; otherwise that is a failure.</param>
    public static TestTotals Read(string path, int exitCode, bool isFiltered)
    {
        string run = System.IO.Path.GetFileNameWithoutExtension(path);
        TestTotals totals = System.IO.File.Exists(path) ? Count(XDocument.Load(path)) : TestTotals.None;
        if (exitCode != 0 && totals.Failures.Count == 0)
        {
            return totals.PlusFailure($"{run}: the run broke off with exit code {exitCode}; the test it names above was under way");
        }

        return totals.Count == 0 && !isFiltered
            ? totals.PlusFailure($"{run}: no test ran")
            : totals;
    }

    private static TestTotals Count(XDocument trx)
    {
        var results = trx.Descendants(Schema + "UnitTestResult")
            .Select(result => (Name: (string?)result.Attribute("testName") ?? "", Outcome: (string?)result.Attribute("outcome")))
            .ToList();
        return new TestTotals(
            results.Count(result => result.Outcome is "Passed"),
            [.. results.Where(result => IsFailure(result.Outcome)).Select(result => result.Name)],
            results.Count(result => result.Outcome is not "Passed" && !IsFailure(result.Outcome)));
    }

    // What the format can say beyond these (Error, Timeout, Aborted, Disconnected) is a failure too.
    private static bool IsFailure(string? outcome) =>
        outcome is not ("Passed" or "NotExecuted" or "Inconclusive" or "NotRunnable");
}
