using Pool.Benchmarking.Measuring;
using Pool.Benchmarking.Rows;
using Pool.Runtime.Benchmarks.Cases;

namespace Pool.Runtime.Benchmarks.Rows;

/// <summary>A killed worker's slot is ready again.</summary>
internal sealed class RecoveryRow : Row
{
    public override string Name => "recovery";

    public override async Task<IReadOnlyList<Finding>> MeasureAsync(Plan plan)
    {
        var rounds = await Rounds.RunAsync(3, cpu: null, ("kills", ["recovery", plan.RepetitionsText]));
        var (ours, raw) = (rounds.Median("kills", Figures.Milliseconds), rounds.Median("kills", RecoveryCase.RawMilliseconds));
        return
        [
            Finding.AtMost($"{Name}: kill to ready, p99, against a start by hand", ours / raw, 1.3, FormattableString.Invariant(
                $"{ours:F1} ms, by hand {raw:F1}{rounds.Disturbance}")),
        ];
    }
}
