using Pool.Benchmarking.Measuring;
using Pool.Benchmarking.Rows;
using Pool.Runtime.Benchmarks.Cases;

namespace Pool.Runtime.Benchmarks.Rows;

/// <summary>One call at a time to one Python worker, all on one CPU. The median latency: what others disturb least.</summary>
internal sealed class RoundTripRow : Row
{
    public override string Name => "round-trip";

    public override async Task<IReadOnlyList<Finding>> MeasureAsync(Plan plan)
    {
        var rounds = await Rounds.RunAsync(
            plan.Rounds,
            cpu: 0,
            (LoadCase.Pool, ["load", LoadCase.Pool, "1", "1", plan.SecondsText]),
            (LoadCase.Async, ["load", LoadCase.Async, "1", "1", plan.SecondsText]),
            (LoadCase.Blocking, ["load", LoadCase.Blocking, "1", "1", plan.SecondsText]));
        var detail = FormattableString.Invariant(
            $"{rounds.Median(LoadCase.Pool, Figures.P50Us):F1} us; plain async {rounds.Median(LoadCase.Async, Figures.P50Us):F1}, blocking {rounds.Median(LoadCase.Blocking, Figures.P50Us):F1}; one cpu{rounds.Disturbance}");
        return [Finding.AtMost($"{Name}: 1 client, 1 worker, against async", rounds.Ratio(LoadCase.Pool, LoadCase.Async, Figures.P50Us), 1.15, detail)];
    }
}
