using Pool.Benchmarking.Measuring;
using Pool.Runtime.Benchmarks.Baselines;

namespace Pool.Runtime.Benchmarks.Cases;

/// <summary>From the start of a worker's process to its hello: the SDK's and the twenty lines', in turn.</summary>
internal static class HelloCase
{
    public const string ReferenceMilliseconds = "referenceMilliseconds";

    public static IReadOnlyDictionary<string, double> Run(int repetitions)
    {
        var (ours, reference) = (new List<double>(), new List<double>());
        Start("pool_worker");
        Start("reference");
        for (var i = 0; i < repetitions; i++)
        {
            ours.Add(Start("pool_worker"));
            reference.Add(Start("reference"));
        }

        return new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [Figures.Milliseconds] = Statistics.Median(ours),
            [ReferenceMilliseconds] = Statistics.Median(reference),
        };
    }

    private static double Start(string program)
    {
        var options = Programs.Named(program);
        var from = TimeProvider.System.GetTimestamp();
        using var worker = RawWorker.Start(options, untilHello: true);
        return TimeProvider.System.GetElapsedTime(from).TotalMilliseconds;
    }
}
