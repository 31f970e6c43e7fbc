using Pool.NUnit.Isolation.Execution;
using Pool.NUnit.Isolation.Load;
using Pool.Reporting.Baselines;
using Pool.Reporting.Machines;
using Pool.Reporting.Measurement;
using Pool.Reporting.Verdicts;

namespace Pool.NUnit.Isolation.Tests.Execution;

internal sealed class LoadJudgeTests
{
    private const string Benchmark = "Ns.Fixture.Test";
    private static readonly Calibration Steady = new() { BeforeNs = 100, AfterNs = 100 };
    private static readonly MachineFingerprint Machine = MachineReader.Read();

    [Test]
    public void Load_that_keeps_its_thresholds_has_no_failure_and_no_baseline_is_inconclusive()
    {
        PerformanceOutcome outcome = Judge(Load(TimeSpan.FromMilliseconds(1)), "p99 < 2ms; errors < 1%");
        outcome.Failures.ShouldBeEmpty();
        outcome.Verdict!.Outcome.ShouldBe(VerdictOutcome.Inconclusive);
        outcome.Record!.Thresholds.Count.ShouldBe(2);
    }

    [Test]
    public void Threshold_that_is_not_kept_fails_with_the_value_and_the_first_errors()
    {
        PerformanceOutcome outcome = Judge(Load(TimeSpan.FromMilliseconds(1), failures: 2000), "p99 < 2ms; errors < 1%");
        outcome.Failures[0].ShouldContain("errors < 1%: NOT kept, actual 50");
        outcome.Failures[1].ShouldBe("First error of each type: TimeoutException: too late.");
    }

    [Test]
    public void Load_without_any_success_fails_without_thresholds()
    {
        PerformanceOutcome outcome = Judge(Load(TimeSpan.FromMilliseconds(1), successes: 0, failures: 5), "");
        outcome.Failures[0].ShouldBe("No operation succeeded; 5 failed.");
    }

    [Test]
    public void Hung_clients_fail_and_leave_no_numbers()
    {
        PerformanceOutcome outcome = Judge(Load(TimeSpan.FromMilliseconds(1)) with { HungClients = 3 }, "p99 < 2ms");
        outcome.Failures.ShouldHaveSingleItem().ShouldStartWith("3 of 10 clients hung");
        outcome.Record.ShouldBeNull();
    }

    [Test]
    public void Load_slower_than_the_accepted_runs_fails_unless_only_reported_and_an_equal_one_does_not()
    {
        using TemporaryFolder folder = new();
        Baseline baseline = Baseline.Empty;
        for (int i = 0; i < 12; i++)
        {
            // Runs that differ by less than a percent.
            double noise = 1 + (i % 3 * 0.003);
            baseline = baseline.Add(Machine, Benchmark, new BaselineRun
            {
                RunId = $"run{i}",
                MeasuredAt = DateTimeOffset.UnixEpoch.AddDays(i),
                Version = "0.1.0",
                CalibrationNs = 100,
                Metrics = new BenchmarkMetrics { Throughput = 1000 * noise, P50Ms = 1 * noise, P90Ms = 1 * noise, P99Ms = 1 * noise },
            });
        }

        BaselineFile.Save(Path.Combine(folder.Path, Baseline.FileName), baseline);
        PerformanceOutcome slower = Judge(Load(TimeSpan.FromMilliseconds(2), elapsed: 4), "", folder.Path);
        slower.Verdict!.Outcome.ShouldBe(VerdictOutcome.Regressed);
        slower.Failures.ShouldHaveSingleItem().ShouldStartWith("Regressed against poolbaseline.json: ");
        PerformanceOutcome reported = Judge(Load(TimeSpan.FromMilliseconds(2), elapsed: 4), "", folder.Path, failOnRegression: false);
        reported.Verdict!.Outcome.ShouldBe(VerdictOutcome.Regressed);
        reported.Failures.ShouldBeEmpty();
        PerformanceOutcome equal = Judge(Load(TimeSpan.FromMilliseconds(1), elapsed: 2), "", folder.Path);
        equal.Verdict!.Outcome.ShouldNotBe(VerdictOutcome.Regressed);
        equal.Failures.ShouldBeEmpty();
    }

    [Test]
    public void Baseline_that_cannot_be_read_is_said_and_fails_nothing()
    {
        using TemporaryFolder folder = new();
        folder.Write(Baseline.FileName, "{");
        PerformanceOutcome outcome = Judge(Load(TimeSpan.FromMilliseconds(1)), "", folder.Path);
        outcome.Failures.ShouldBeEmpty();
        outcome.Verdict!.Outcome.ShouldBe(VerdictOutcome.Inconclusive);
        outcome.Verdict.Reason.ShouldContain(Baseline.FileName);
    }

    private static PerformanceOutcome Judge(LoadOutcome load, string thresholds, string directory = "/nowhere", bool failOnRegression = true) =>
        LoadJudge.Judge(load, new PerformanceAttribute { Thresholds = thresholds, FailOnRegression = failOnRegression }, Benchmark, Steady, Machine, directory);

    private static LoadOutcome Load(TimeSpan latency, int successes = 2000, int failures = 0, double elapsed = 1)
    {
        OperationMeasurement operation = new("op");
        for (int i = 0; i < successes; i++)
        {
            operation.RecordSuccess((long)latency.TotalNanoseconds);
        }

        for (int i = 0; i < failures; i++)
        {
            operation.RecordFailure(nameof(TimeoutException), 1);
        }

        Dictionary<string, Exception> errors = [];
        if (failures > 0)
        {
            errors.Add(nameof(TimeoutException), new TimeoutException("too late"));
        }

        return new LoadOutcome(LoadMeasurement.Create(10, 0, TimeSpan.FromSeconds(elapsed), [operation]), errors, 0, 0);
    }
}
