namespace TextAnalytics.Tests;

/// <summary>Documents for tests.</summary>
internal static class CorpusTexts
{
    public static IReadOnlyList<CorpusDocument> America { get; } = CorpusDocument.ReadPart("america");

    public static IReadOnlyList<CorpusDocument> Shakespeare { get; } = CorpusDocument.ReadPart("shakespeare");
}
