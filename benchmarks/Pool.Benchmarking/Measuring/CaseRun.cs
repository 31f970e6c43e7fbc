namespace Pool.Benchmarking.Measuring;

/// <summary>Figures of one run of one case, by name, and the cores that other processes kept busy meanwhile.</summary>
internal sealed record CaseRun(IReadOnlyDictionary<string, double> Figures, double ForeignCores)
{
    /// <summary>More than this, in cores, and a run is no evidence by itself.</summary>
    public const double Quiet = 0.15;

    public bool IsQuiet => ForeignCores <= Quiet;

    public double this[string figure] => Figures[figure];
}
