namespace TextAnalytics;

/// <summary>The size of a session's index.</summary>
/// <param name="Documents">Its documents.</param>
/// <param name="Words">Words of all documents together.</param>
/// <param name="Terms">Different words.</param>
internal sealed record IndexSummary(int Documents, int Words, int Terms);
