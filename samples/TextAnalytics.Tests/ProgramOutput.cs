using System.Text.RegularExpressions;

namespace TextAnalytics.Tests;

/// <summary>Text that the program prints, without what differs from run to run: which worker, which process.</summary>
internal static partial class ProgramOutput
{
    public static string WithoutIds(string text) => Id().Replace(text.ReplaceLineEndings("\n").Trim(), "${what}…");

    [GeneratedRegex(@"(?<what>text-w|process )\d+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Id();
}
