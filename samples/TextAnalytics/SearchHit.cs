namespace TextAnalytics;

/// <summary>A document that a search found.</summary>
/// <param name="Document">The document.</param>
/// <param name="Title">Its title.</param>
/// <param name="Score">Its score by BM25; for a phrase how often it is there.</param>
internal sealed record SearchHit(string Document, string Title, double Score);
