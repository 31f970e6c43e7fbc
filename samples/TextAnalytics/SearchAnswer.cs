namespace TextAnalytics;

/// <summary>What a search found.</summary>
/// <param name="Found">Documents found, of which <paramref name="Hits"/> are the best.</param>
/// <param name="Hits">The best first.</param>
internal sealed record SearchAnswer(int Found, IReadOnlyList<SearchHit> Hits);
