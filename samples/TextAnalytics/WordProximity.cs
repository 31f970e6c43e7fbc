namespace TextAnalytics;

/// <summary>How near two words stand to each other.</summary>
/// <param name="Distance">Mean number of words from a use of the first to the nearest of the second.</param>
/// <param name="Expected">The same by chance.</param>
/// <param name="Probability">How likely chance puts them so near.</param>
/// <param name="Rounds">Trials of chance that were made.</param>
internal sealed record WordProximity(double Distance, double Expected, double Probability, int Rounds);
