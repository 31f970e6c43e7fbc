using Pool.Benchmarking.Measuring;
using Pool.Benchmarking.Rows;
using Pool.Runtime.Benchmarks.Cases;

namespace Pool.Runtime.Benchmarks.Rows;

/// <summary>A batch of 16 against 16 calls, with both CPUs and with one.</summary>
internal sealed class BatchRow : Row
{
    public override string Name => "batch";

    public override async Task<IReadOnlyList<Finding>> MeasureAsync(Plan plan) =>
    [
        await MeasureAsync(plan, cpu: null, "unpinned", 5),
        await MeasureAsync(plan, cpu: 0, "one cpu", 1.6),
    ];

    private async Task<Finding> MeasureAsync(Plan plan, int? cpu, string where, double limit)
    {
        var rounds = await Rounds.RunAsync(
            plan.Rounds,
            cpu,
            (BatchCase.Batch, ["batch", BatchCase.Batch, plan.SecondsText]),
            (BatchCase.Single, ["batch", BatchCase.Single, plan.SecondsText]));
        var detail = FormattableString.Invariant(
            $"{rounds.Median(BatchCase.Batch, Figures.P50Us):F0} us, 16 calls {rounds.Median(BatchCase.Single, Figures.P50Us):F0}{rounds.Disturbance}");
        // How many times as fast: the calls' time by the batch's.
        return Finding.AtLeast($"{Name}: 16 commands, {where}", rounds.Ratio(BatchCase.Single, BatchCase.Batch, Figures.P50Us), limit, detail);
    }
}
