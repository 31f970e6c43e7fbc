using Pool.Reporting.Baselines;
using Pool.Reporting.Machines;

namespace Pool.Reporting.Tests.Verdicts;

/// <summary>
/// Runs of a made-up benchmark: log-normal metrics that share the run's luck, on a machine whose speed wanders and
/// whose calibration follows that speed almost, but not quite.
/// </summary>
internal sealed class SyntheticHistory(int seed, double noise, double wander = 0.06)
{
    internal const string Benchmark = "My.Tests.Load";

    private readonly NormalSource _normal = new(seed);

    internal Baseline Baseline(int runs)
    {
        var history = new List<BaselineRun>();
        for (var i = 0; i < runs; i++)
        {
            var (metrics, calibration) = Next(1);
            history.Add(new BaselineRun
            {
                RunId = FormattableString.Invariant($"run-{i}"),
                MeasuredAt = Some.Start.AddDays(i),
                Version = "0.1.0",
                CalibrationNs = calibration.UnitNs,
                Metrics = metrics,
            });
        }

        // Not through Add, which keeps the list sorted at each step; thousands of these are made.
        var machine = Some.Machine;
        return new Baseline
        {
            Machines = new Dictionary<string, MachineBaseline>(StringComparer.Ordinal)
            {
                [machine.MachineClass] = new()
                {
                    Machine = machine,
                    Benchmarks = new Dictionary<string, IReadOnlyList<BaselineRun>>(StringComparer.Ordinal)
                    {
                        [Benchmark] = history,
                    },
                },
            },
        };
    }

    /// <summary>The next run, with every time multiplied by a factor.</summary>
    internal (BenchmarkMetrics Metrics, Calibration Calibration) Next(double slowdown)
    {
        var speed = Math.Exp(wander * _normal.Next());
        var luck = noise * 0.7 * _normal.Next();
        double Time(double milliseconds, double sigma) =>
            milliseconds * slowdown * speed * Math.Exp(luck + (sigma * 0.7 * _normal.Next()));
        var unit = 200_000 * speed * Math.Exp(0.003 * _normal.Next());
        return (
            new BenchmarkMetrics
            {
                Throughput = 50 / (Time(10, noise) / 1_000),
                P50Ms = Time(9, noise),
                P90Ms = Time(20, noise),
                P99Ms = Time(50, 2 * noise),
            },
            new Calibration { BeforeNs = unit, AfterNs = unit });
    }
}
