using Pool.Benchmarking.Measuring;

namespace Pool.Runtime.Benchmarks.Measuring;

/// <summary>What a closed loop of clients came to.</summary>
internal sealed record LoadFigures(double PerSecond, double P50Us, double P99Us, double CpuUsPerRequest, double WorkerDelayUs)
{
    public IReadOnlyDictionary<string, double> ByName => new Dictionary<string, double>(StringComparer.Ordinal)
    {
        [Figures.PerSecond] = PerSecond,
        [Figures.P50Us] = P50Us,
        [Figures.P99Us] = P99Us,
        [Figures.CpuUs] = CpuUsPerRequest,
        [Figures.WorkerDelayUs] = WorkerDelayUs,
    };
}
