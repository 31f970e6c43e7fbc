using Pool.Benchmarking.Measuring;
using Pool.Benchmarking.Rows;
using Pool.Runtime.Benchmarks.Cases;

namespace Pool.Runtime.Benchmarks.Rows;

/// <summary>50 clients on 10 Python workers.</summary>
internal sealed class ManyClientsRow : Row
{
    public override string Name => "50x10";

    public override async Task<IReadOnlyList<Finding>> MeasureAsync(Plan plan)
    {
        string[] kinds = [LoadCase.Pool, LoadCase.Async, LoadCase.Blocking, LoadCase.FairBlocking];
        var rounds = await Rounds.RunAsync(
            plan.Rounds, cpu: null, [.. kinds.Select(kind => (kind, new[] { "load", kind, "50", "10", plan.SecondsText }))]);
        // Threads that take a worker out of turn do better or worse than those in turn, as the machine is loaded.
        var blocking = new[] { LoadCase.Blocking, LoadCase.FairBlocking }.MinBy(kind => rounds.Ratio(LoadCase.Pool, kind, Figures.PerSecond))!;
        return
        [
            Finding.AtLeast($"{Name}: requests/s against blocking", rounds.Ratio(LoadCase.Pool, blocking, Figures.PerSecond), 0.85, Both(blocking, Figures.PerSecond, "/s")),
            Finding.AtLeast($"{Name}: requests/s against async", rounds.Ratio(LoadCase.Pool, LoadCase.Async, Figures.PerSecond), 1.1, Both(LoadCase.Async, Figures.PerSecond, "/s")),
            Finding.AtMost($"{Name}: p99 against async", rounds.Ratio(LoadCase.Pool, LoadCase.Async, Figures.P99Us), 1.0, $"{Both(LoadCase.Async, Figures.P99Us, " us")}; {Delays()}"),
        ];

        // Says where a tail comes from: how long a worker that is ready waits for a CPU.
        string Delays() => FormattableString.Invariant(
            $"a worker waits {rounds.Median(LoadCase.Pool, Figures.WorkerDelayUs):N0} us for a CPU, {LoadCase.Async}'s {rounds.Median(LoadCase.Async, Figures.WorkerDelayUs):N0}, {LoadCase.FairBlocking}'s {rounds.Median(LoadCase.FairBlocking, Figures.WorkerDelayUs):N0}");

        string Both(string other, string figure, string unit) => FormattableString.Invariant(
            $"{rounds.Median(LoadCase.Pool, figure):N0}{unit}, {other} {rounds.Median(other, figure):N0}{unit}{rounds.Disturbance}");
    }
}
