using Pool.Benchmarking.Measuring;
using Pool.Benchmarking.Rows;

namespace Pool.Runtime.Benchmarks.Rows;

/// <summary>10,000 live sessions against 100.</summary>
internal sealed class SessionsRow : Row
{
    public override string Name => "sessions";

    public override async Task<IReadOnlyList<Finding>> MeasureAsync(Plan plan)
    {
        var rounds = await Rounds.RunAsync(plan.Rounds, cpu: null, ("many", ["sessions", "10000"]), ("few", ["sessions", "100"]));
        return
        [
            Finding.AtMost($"{Name}: a call with 10,000 live against 100", rounds.Ratio("many", "few", Figures.Nanoseconds), 1.3, FormattableString.Invariant(
                $"{rounds.Median("many", Figures.Nanoseconds):N0} ns, with 100 {rounds.Median("few", Figures.Nanoseconds):N0}{rounds.Disturbance}")),
        ];
    }
}
