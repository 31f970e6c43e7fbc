using Pool.Benchmarking.Measuring;
using Pool.NUnit.Isolation.Benchmarks.Tests;

namespace Pool.NUnit.Isolation.Benchmarks.Cases;

/// <summary>Empty tests one after the other, of one kind: nanoseconds for each, the framework's own included.</summary>
internal static class TestsCase
{
    public const string Plain = "plain";
    public const string ByHand = "by-hand";
    public const string Isolated = "isolated";
    public const string XUnit = "xunit";

    private const int Repetitions = 5;

    public static IReadOnlyDictionary<string, double> Run(string kind)
    {
        double[] times = kind == XUnit ? RunXUnit() : RunNUnit(kind);
        return new Dictionary<string, double>(StringComparer.Ordinal) { [Figures.Nanoseconds] = Statistics.Median(times) };
    }

    private static double[] RunNUnit(string kind)
    {
        NUnitRun run = new(
            kind switch
            {
                Plain => typeof(PlainTests),
                ByHand => typeof(ByHandTests),
                _ => typeof(IsolatedTests),
            },
            workers: 1);
        run.Run();
        return [.. Enumerable.Range(0, Repetitions).Select(_ => run.Run().TotalNanoseconds / run.Count)];
    }

    private static double[] RunXUnit()
    {
        using XUnitRun run = new();
        run.Run();
        return [.. Enumerable.Range(0, Repetitions).Select(_ => run.Run())];
    }
}
