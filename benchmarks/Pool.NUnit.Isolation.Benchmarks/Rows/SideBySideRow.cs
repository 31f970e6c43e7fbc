using Pool.Benchmarking.Measuring;
using Pool.Benchmarking.Rows;
using Pool.NUnit.Isolation.Benchmarks.Cases;

namespace Pool.NUnit.Isolation.Benchmarks.Rows;

/// <summary>The same empty test in plain NUnit, in NUnit and xunit with a container built by hand, and isolated. It has no bar.</summary>
internal sealed class SideBySideRow : Row
{
    public override string Name => "side-by-side";

    public override async Task<IReadOnlyList<Finding>> MeasureAsync(Plan plan)
    {
        string[] kinds = [TestsCase.Plain, TestsCase.ByHand, TestsCase.XUnit, TestsCase.Isolated];
        Rounds rounds = await Rounds.RunAsync(plan.Rounds, cpu: null, [.. kinds.Select(static kind => (kind, new[] { "tests", kind }))]);
        return
        [
            .. kinds.Select(kind => new Finding(
                $"{Name}: {kind}", FormattableString.Invariant($"{rounds.Median(kind, Figures.Nanoseconds) / 1000:F1} us per test{rounds.Disturbance}"), "side by side", Holds: true)),
        ];
    }
}
