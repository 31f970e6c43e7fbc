using Pool.Benchmarking.Measuring;
using Pool.Benchmarking.Rows;
using Pool.Runtime.Benchmarks.Cases;

namespace Pool.Runtime.Benchmarks.Rows;

/// <summary>The memory of twenty workers with 100 MB of small objects.</summary>
internal sealed class MemoryRow : Row
{
    private const double Megabyte = 1e6;

    public override string Name => "memory";

    public override async Task<IReadOnlyList<Finding>> MeasureAsync(Plan plan)
    {
        var rounds = await Rounds.RunAsync(
            1, cpu: null, (FirstPingCase.Fork, ["memory", FirstPingCase.Fork]), (FirstPingCase.Spawn, ["memory", FirstPingCase.Spawn]));
        return
        [
            Finding.AtMost($"{Name}: 20 workers by fork server against 20 spawned", rounds.Ratio(FirstPingCase.Fork, FirstPingCase.Spawn, Figures.Bytes), 0.35, FormattableString.Invariant(
                $"{rounds.Median(FirstPingCase.Fork, Figures.Bytes) / Megabyte:F0} MB with the template, {rounds.Median(FirstPingCase.Spawn, Figures.Bytes) / Megabyte:F0} MB; PSS after a full collection")),
        ];
    }
}
