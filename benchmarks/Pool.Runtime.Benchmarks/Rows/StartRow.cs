using Pool.Benchmarking.Measuring;
using Pool.Benchmarking.Rows;
using Pool.Runtime.Benchmarks.Cases;

namespace Pool.Runtime.Benchmarks.Rows;

/// <summary>Eight workers ready, against eight started by hand at once.</summary>
internal sealed class StartRow : Row
{
    public override string Name => "start";

    public override async Task<IReadOnlyList<Finding>> MeasureAsync(Plan plan)
    {
        var rounds = await Rounds.RunAsync(
            2 * plan.Rounds, cpu: null, (LoadCase.Pool, ["start", LoadCase.Pool]), ("raw", ["start", "raw"]));
        return
        [
            Finding.AtMost($"{Name}: 8 workers ready against 8 by hand", rounds.Ratio(LoadCase.Pool, "raw", Figures.Milliseconds), 1.15, FormattableString.Invariant(
                $"{rounds.Median(LoadCase.Pool, Figures.Milliseconds):F0} ms, by hand {rounds.Median("raw", Figures.Milliseconds):F0}{rounds.Disturbance}")),
        ];
    }
}
