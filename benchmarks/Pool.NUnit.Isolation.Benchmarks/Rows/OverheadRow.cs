using Pool.Benchmarking.Measuring;
using Pool.Benchmarking.Rows;
using Pool.NUnit.Isolation.Benchmarks.Cases;

namespace Pool.NUnit.Isolation.Benchmarks.Rows;

/// <summary>What isolation adds to an empty test of the Mock layer, in bare containers.</summary>
internal sealed class OverheadRow : Row
{
    public override string Name => "overhead";

    public override async Task<IReadOnlyList<Finding>> MeasureAsync(Plan plan)
    {
        Rounds rounds = await Rounds.RunAsync(
            plan.Rounds, cpu: null,
            (TestsCase.Isolated, ["tests", TestsCase.Isolated]),
            (TestsCase.Plain, ["tests", TestsCase.Plain]),
            (ContainerCase.Bare, ["container", ContainerCase.Bare]));
        double added = rounds.Median(TestsCase.Isolated, Figures.Nanoseconds) - rounds.Median(TestsCase.Plain, Figures.Nanoseconds);
        double bare = rounds.Median(ContainerCase.Bare, Figures.Nanoseconds);
        return
        [
            Finding.AtMost($"{Name}: a Mock-layer test against a bare container", added / bare, 10, FormattableString.Invariant(
                $"{added / 1000:F1} us more than a plain test's {rounds.Median(TestsCase.Plain, Figures.Nanoseconds) / 1000:F1}, bare container {bare / 1000:F1}{rounds.Disturbance}")),
        ];
    }
}
