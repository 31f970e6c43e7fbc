namespace TextAnalytics;

/// <summary>One use of a word, with what stands around it.</summary>
/// <param name="Document">The document.</param>
/// <param name="Before">What stands before.</param>
/// <param name="Keyword">The word as it is written there.</param>
/// <param name="After">What stands after.</param>
internal sealed record ConcordanceLine(string Document, string Before, string Keyword, string After);
