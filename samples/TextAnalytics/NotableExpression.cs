namespace TextAnalytics;

/// <summary>A word or a pair of words that is no coincidence.</summary>
/// <param name="Text">The word or the pair.</param>
/// <param name="Count">How often it is used.</param>
/// <param name="Score">Dunning's log-likelihood ratio; above 10.8 chance does as well once in a thousand times.</param>
internal sealed record NotableExpression(string Text, int Count, double Score);
