using Pool.Benchmarking.Measuring;
using Pool.Benchmarking.Rows;
using Pool.Runtime.Benchmarks.Cases;

namespace Pool.Runtime.Benchmarks.Rows;

/// <summary>A checkout and checkin with affinity, against a lock and a stack.</summary>
internal sealed class CheckoutRow : Row
{
    public override string Name => "checkout";

    public override async Task<IReadOnlyList<Finding>> MeasureAsync(Plan plan)
    {
        var rounds = await Rounds.RunAsync(
            plan.Rounds, cpu: 0, (LoadCase.Pool, ["checkout", LoadCase.Pool]), (CheckoutCase.Stack, ["checkout", CheckoutCase.Stack]));
        return
        [
            Finding.AtMost($"{Name}: against a lock and a stack", rounds.Ratio(LoadCase.Pool, CheckoutCase.Stack, Figures.Nanoseconds), 4, FormattableString.Invariant(
                $"{rounds.Median(LoadCase.Pool, Figures.Nanoseconds):F0} ns, stack {rounds.Median(CheckoutCase.Stack, Figures.Nanoseconds):F0}{rounds.Disturbance}")),
            Finding.BytesAtMost($"{Name}: bytes", rounds.Median(LoadCase.Pool, Figures.Bytes), 0),
        ];
    }
}
