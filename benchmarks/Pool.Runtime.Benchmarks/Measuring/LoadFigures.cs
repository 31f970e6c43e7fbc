namespace Pool.Runtime.Benchmarks.Measuring;

/// <summary>What a closed loop of clients came to.</summary>
internal sealed record LoadFigures(double PerSecond, double P50Us, double P99Us, double CpuUsPerRequest);
