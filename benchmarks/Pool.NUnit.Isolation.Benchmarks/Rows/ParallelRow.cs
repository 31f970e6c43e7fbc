using Pool.Benchmarking.Measuring;
using Pool.Benchmarking.Rows;
using Pool.NUnit.Isolation.Benchmarks.Cases;

namespace Pool.NUnit.Isolation.Benchmarks.Rows;

/// <summary>10,000 Mock-layer tests at a time: how long they take, and what they leave behind.</summary>
internal sealed class ParallelRow : Row
{
    private const double Seconds = 20;

    public override string Name => "parallel";

    public override async Task<IReadOnlyList<Finding>> MeasureAsync(Plan plan)
    {
        Rounds rounds = await Rounds.RunAsync(1, cpu: null, ("tests", ["parallel", "8"]));
        double took = rounds.Median("tests", Figures.Milliseconds) / 1000;
        string[] kinds = [ParallelCase.Processes, ParallelCase.Descriptors, ParallelCase.Folders, ParallelCase.Timers];
        double left = kinds.Max(kind => rounds.Median("tests", kind));
        return
        [
            new Finding($"{Name}: 10,000 tests", FormattableString.Invariant($"{took:F1} s{rounds.Disturbance}"), FormattableString.Invariant($"at most {Seconds:F0} s"), took <= Seconds),
            new Finding($"{Name}: left behind", string.Join(", ", kinds.Select(kind => FormattableString.Invariant($"{rounds.Median("tests", kind):F0} {kind}"))), "at most 0 of each", left <= 0),
        ];
    }
}
