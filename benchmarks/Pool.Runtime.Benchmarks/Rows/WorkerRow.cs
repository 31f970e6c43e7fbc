using Pool.Benchmarking.Measuring;
using Pool.Benchmarking.Rows;
using Pool.Runtime.Benchmarks.Cases;

namespace Pool.Runtime.Benchmarks.Rows;

/// <summary>The Python SDK against twenty lines with <c>json</c>: an echo, and the start up to the hello.</summary>
internal sealed class WorkerRow : Row
{
    private const double Limit = 1.3;

    public override string Name => "python-worker";

    public override async Task<IReadOnlyList<Finding>> MeasureAsync(Plan plan)
    {
        var echo = await Rounds.RunAsync(
            plan.Rounds,
            cpu: 0,
            ("pool_worker", ["echo", "pool_worker", plan.SecondsText]),
            ("reference", ["echo", "reference", plan.SecondsText]));
        var hello = await Rounds.RunAsync(3, cpu: null, ("hello", ["hello", "15"]));
        var (ours, reference) = (hello.Median("hello", Figures.Milliseconds), hello.Median("hello", HelloCase.ReferenceMilliseconds));
        return
        [
            Finding.AtMost($"{Name}: echo against a loop with json", echo.Ratio("pool_worker", "reference", Figures.P50Us), Limit, FormattableString.Invariant(
                $"{echo.Median("pool_worker", Figures.P50Us):F1} us, loop {echo.Median("reference", Figures.P50Us):F1}; one cpu, blocking client{echo.Disturbance}")),
            Finding.AtMost($"{Name}: start to hello against that loop's", ours / reference, Limit, FormattableString.Invariant(
                $"{ours:F1} ms, loop {reference:F1}{hello.Disturbance}")),
        ];
    }
}
