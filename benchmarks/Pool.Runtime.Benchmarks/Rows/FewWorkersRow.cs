using Pool.Benchmarking.Measuring;
using Pool.Benchmarking.Rows;
using Pool.Runtime.Benchmarks.Cases;

namespace Pool.Runtime.Benchmarks.Rows;

/// <summary>As many workers as cores, with many clients or as many.</summary>
internal sealed class FewWorkersRow(string clients) : Row
{
    public override string Name => $"{clients}x2";

    public override async Task<IReadOnlyList<Finding>> MeasureAsync(Plan plan)
    {
        var rounds = await Rounds.RunAsync(
            plan.Rounds,
            cpu: null,
            (LoadCase.Pool, ["load", LoadCase.Pool, clients, "2", plan.SecondsText]),
            (LoadCase.Async, ["load", LoadCase.Async, clients, "2", plan.SecondsText]));
        var detail = FormattableString.Invariant(
            $"{rounds.Median(LoadCase.Pool, Figures.PerSecond):N0}/s, async {rounds.Median(LoadCase.Async, Figures.PerSecond):N0}/s{rounds.Disturbance}");
        return [Finding.AtLeast($"{Name}: requests/s against async", rounds.Ratio(LoadCase.Pool, LoadCase.Async, Figures.PerSecond), 0.9, detail)];
    }
}
