using Pool.Benchmarking.Measuring;
using Pool.Benchmarking.Rows;
using Pool.Runtime.Benchmarks.Cases;

namespace Pool.Runtime.Benchmarks.Rows;

/// <summary>Bytes allocated for a call, beyond the caller's own payload.</summary>
internal sealed class AllocationRow : Row
{
    public override string Name => "allocation";

    public override async Task<IReadOnlyList<Finding>> MeasureAsync(Plan plan)
    {
        // Bytes are counted, not timed: a few runs show that they do not depend on the run.
        var rounds = await Rounds.RunAsync(3, cpu: null, ("calls", ["allocation"]));
        var bytes = rounds.Median("calls", Figures.Bytes);
        return
        [
            Finding.BytesAtMost(
                $"{Name}: bytes per call",
                bytes - EchoArgs.PayloadBytes,
                1024,
                FormattableString.Invariant($"{bytes:F0} in all, of which {EchoArgs.PayloadBytes} are the payload")),
        ];
    }
}
