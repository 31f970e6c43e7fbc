namespace TextAnalytics;

/// <summary>A document as the worker returns it.</summary>
/// <param name="Document">The document.</param>
/// <param name="Title">Its title.</param>
/// <param name="Text">Its text as <see cref="PackedText"/> packs it.</param>
internal sealed record StoredDocument(string Document, string Title, byte[] Text);
