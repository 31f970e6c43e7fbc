using System.Text.Json;

namespace Pool.Benchmarking.Measuring;

/// <summary>Names of the figures that cases report, and the one line in which they do.</summary>
internal static class Figures
{
    public const string PerSecond = "perSecond";
    public const string P50Us = "p50Us";
    public const string P99Us = "p99Us";
    public const string CpuUs = "cpuUs";
    public const string WorkerDelayUs = "workerDelayUs";
    public const string Nanoseconds = "nanoseconds";
    public const string Milliseconds = "milliseconds";
    public const string Bytes = "bytes";

    public static string Line(IReadOnlyDictionary<string, double> figures) => JsonSerializer.Serialize(figures);

    public static IReadOnlyDictionary<string, double> Read(string line) => JsonSerializer.Deserialize<Dictionary<string, double>>(line)!;
}
