using Pool.Benchmarking.Measuring;
using Pool.Benchmarking.Rows;
using Pool.NUnit.Isolation.Benchmarks.Cases;

namespace Pool.NUnit.Isolation.Benchmarks.Rows;

/// <summary>A test's container against the same services in one as it comes.</summary>
internal sealed class ContainerRow : Row
{
    public override string Name => "container";

    public override async Task<IReadOnlyList<Finding>> MeasureAsync(Plan plan)
    {
        Rounds rounds = await Rounds.RunAsync(
            plan.Rounds, cpu: 0,
            (ContainerCase.Plugin, ["container", ContainerCase.Plugin]),
            (ContainerCase.Bare, ["container", ContainerCase.Bare]));
        return
        [
            Finding.AtMost($"{Name}: build and dispose against bare", rounds.Ratio(ContainerCase.Plugin, ContainerCase.Bare, Figures.Nanoseconds), 4, FormattableString.Invariant(
                $"{rounds.Median(ContainerCase.Plugin, Figures.Nanoseconds) / 1000:F1} us, bare {rounds.Median(ContainerCase.Bare, Figures.Nanoseconds) / 1000:F1}{rounds.Disturbance}")),
        ];
    }
}
