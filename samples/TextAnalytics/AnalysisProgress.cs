namespace TextAnalytics;

/// <summary>How far an analysis is.</summary>
/// <param name="Done">Steps done.</param>
/// <param name="Of">Steps in all.</param>
internal sealed record AnalysisProgress(int Done, int Of);
