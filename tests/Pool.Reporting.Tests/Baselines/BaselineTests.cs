using Pool.Reporting.Baselines;

namespace Pool.Reporting.Tests.Baselines;

internal sealed class BaselineTests
{
    [Test]
    public void Runs_are_kept_by_machine_class_and_benchmark()
    {
        var other = Some.Machine with { LogicalCpus = 8 };
        var baseline = Baseline.Empty
            .Add(Some.Machine, "a", Run("1", 1))
            .Add(Some.Machine, "b", Run("1", 1))
            .Add(other, "a", Run("2", 2));

        baseline.RunsOf(Some.Machine.MachineClass, "a").Select(run => run.RunId).ShouldBe(["1"]);
        baseline.RunsOf(other.MachineClass, "a").Select(run => run.RunId).ShouldBe(["2"]);
        baseline.RunsOf(other.MachineClass, "b").ShouldBeEmpty();
        baseline.RunsOf("unheard of", "a").ShouldBeEmpty();
    }

    [Test]
    public void Only_the_newest_thirty_runs_stay()
    {
        var baseline = Enumerable.Range(1, Baseline.RunsKept + 5)
            .Aggregate(Baseline.Empty, (known, i) => known.Add(Some.Machine, "a", Run($"{i}", i)));

        var runs = baseline.RunsOf(Some.Machine.MachineClass, "a");
        runs.Count.ShouldBe(Baseline.RunsKept);
        runs[0].RunId.ShouldBe("6");
    }

    [Test]
    public void A_run_accepted_twice_counts_once()
    {
        var baseline = Baseline.Empty.Add(Some.Machine, "a", Run("1", 1)).Add(Some.Machine, "a", Run("1", 1) with { CalibrationNs = 7 });

        baseline.RunsOf(Some.Machine.MachineClass, "a").ShouldHaveSingleItem().CalibrationNs.ShouldBe(7);
    }

    [Test]
    public void Adding_leaves_the_old_baseline_as_it_was()
    {
        var old = Baseline.Empty.Add(Some.Machine, "a", Run("1", 1));
        old.Add(Some.Machine, "a", Run("2", 2));

        old.RunsOf(Some.Machine.MachineClass, "a").Count.ShouldBe(1);
        Baseline.Empty.Machines.ShouldBeEmpty();
    }

    private static BaselineRun Run(string id, int day) => new()
    {
        RunId = id,
        MeasuredAt = Some.Start.AddDays(day),
        Version = "0.1.0",
        CalibrationNs = 200_000,
        Metrics = new BenchmarkMetrics { Throughput = 100 },
    };
}
