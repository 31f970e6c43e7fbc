using Pool.Benchmarking.Measuring;
using Pool.Benchmarking.Rows;

namespace Pool.Runtime.Benchmarks.Rows;

/// <summary>Fresh workers for single calls.</summary>
internal sealed class SingleUseRow : Row
{
    private const double Bar = 100;

    public override string Name => "single-use";

    public override async Task<IReadOnlyList<Finding>> MeasureAsync(Plan plan)
    {
        var rounds = await Rounds.RunAsync(3, cpu: null, ("calls", ["single-use", plan.SecondsText]));
        var perSecond = rounds.Median("calls", Figures.PerSecond);
        return
        [
            new Finding($"{Name}: calls by fork server, each with a worker of its own", FormattableString.Invariant($"{perSecond:F0}/s{rounds.Disturbance}"),
                FormattableString.Invariant($"at least {Bar:F0}/s"), perSecond >= Bar),
        ];
    }
}
