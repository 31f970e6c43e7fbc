using Pool.Benchmarking.Measuring;
using Pool.Benchmarking.Rows;
using Pool.Runtime.Benchmarks.Cases;

namespace Pool.Runtime.Benchmarks.Rows;

/// <summary>50 tasks that queue for 10 workers, against a pool by hand on a channel; the channel alone is told beside it.</summary>
internal sealed class QueueRow : Row
{
    public override string Name => "queue";

    public override async Task<IReadOnlyList<Finding>> MeasureAsync(Plan plan)
    {
        var rounds = await Rounds.RunAsync(
            plan.Rounds, cpu: null, (LoadCase.Pool, ["queue", LoadCase.Pool]), (QueueCase.ByChannel, ["queue", QueueCase.ByChannel]),
            (QueueCase.BareChannel, ["queue", QueueCase.BareChannel]));
        return
        [
            Finding.AtMost($"{Name}: 50 tasks against a pool on a channel", rounds.Ratio(LoadCase.Pool, QueueCase.ByChannel, Figures.Nanoseconds), 1, FormattableString.Invariant(
                $"{rounds.Median(LoadCase.Pool, Figures.Nanoseconds):F0} ns, channel {rounds.Median(QueueCase.ByChannel, Figures.Nanoseconds):F0}, bare {rounds.Median(QueueCase.BareChannel, Figures.Nanoseconds):F0}{rounds.Disturbance}")),
            Finding.BytesAtMost($"{Name}: bytes", rounds.Median(LoadCase.Pool, Figures.Bytes), 100, FormattableString.Invariant(
                $"channel {rounds.Median(QueueCase.ByChannel, Figures.Bytes):F0}")),
        ];
    }
}
