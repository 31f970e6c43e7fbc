namespace TextAnalytics;

/// <summary>What adding or removing a document came to.</summary>
/// <param name="Document">The document.</param>
/// <param name="Words">Its words.</param>
/// <param name="Documents">Documents of the session now.</param>
internal sealed record IndexChange(string Document, int Words, int Documents);
