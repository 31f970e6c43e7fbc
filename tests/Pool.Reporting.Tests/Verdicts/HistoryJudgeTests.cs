using Pool.Reporting.Baselines;
using Pool.Reporting.Machines;
using Pool.Reporting.Verdicts;

namespace Pool.Reporting.Tests.Verdicts;

internal sealed class HistoryJudgeTests
{
    private static readonly Calibration Usual = new() { BeforeNs = 200_000, AfterNs = 200_000 };

    [Test]
    public void Without_a_baseline_the_verdict_is_inconclusive_and_says_how_to_get_one()
    {
        var verdict = HistoryJudge.Judge(null, Some.Machine, "b", Metrics(1), Usual);

        verdict.Outcome.ShouldBe(VerdictOutcome.Inconclusive);
        verdict.Reason.ShouldContain("pool-report accept");
        verdict.FailsTest.ShouldBeFalse();
    }

    [Test]
    public void Another_machine_class_is_inconclusive_and_both_are_named()
    {
        var verdict = HistoryJudge.Judge(Flat(10), Some.Machine with { Cpu = "Model Y" }, "b", Metrics(9), Usual);

        verdict.Outcome.ShouldBe(VerdictOutcome.Inconclusive);
        verdict.Reason.ShouldContain("Model Y");
        verdict.Reason.ShouldContain("Model X");
    }

    [Test]
    public void Without_calibration_the_verdict_is_inconclusive() =>
        HistoryJudge.Judge(Flat(10), Some.Machine, "b", Metrics(9), null).Reason.ShouldContain("not calibrated");

    [TestCase(7, VerdictOutcome.Inconclusive)]
    [TestCase(8, VerdictOutcome.Regressed)]
    public void Eight_accepted_runs_are_needed(int runs, VerdictOutcome expected)
    {
        var verdict = HistoryJudge.Judge(Flat(runs), Some.Machine, "b", Metrics(9), Usual);

        verdict.Outcome.ShouldBe(expected);
        verdict.FailsTest.ShouldBe(expected == VerdictOutcome.Regressed);
    }

    [Test]
    public void An_unknown_benchmark_has_no_runs() =>
        HistoryJudge.Judge(Flat(10), Some.Machine, "other", Metrics(9), Usual).Reason.ShouldContain("holds 0 runs");

    [TestCase(1.04, VerdictOutcome.Equivalent)]
    [TestCase(1.06, VerdictOutcome.Regressed)]
    [TestCase(0.96, VerdictOutcome.Equivalent)]
    [TestCase(0.94, VerdictOutcome.Improved)]
    public void On_a_history_without_noise_the_floor_of_five_percent_decides(double factor, VerdictOutcome expected) =>
        HistoryJudge.Judge(Flat(10), Some.Machine, "b", Metrics(factor), Usual).Outcome.ShouldBe(expected);

    [TestCase(1.09, VerdictOutcome.Equivalent)]
    [TestCase(1.11, VerdictOutcome.Regressed)]
    public void The_floor_of_the_99th_percentile_is_ten_percent(double factor, VerdictOutcome expected)
    {
        var metrics = Metrics(1) with { P99Ms = Metrics(1).P99Ms * factor };

        HistoryJudge.Judge(Flat(10), Some.Machine, "b", metrics, Usual).Outcome.ShouldBe(expected);
    }

    [Test]
    public void Lower_throughput_is_a_regression_and_its_reason_says_lower()
    {
        var verdict = HistoryJudge.Judge(
            Flat(10), Some.Machine, "b", Metrics(1) with { Throughput = Metrics(1).Throughput * 0.8 }, Usual);

        verdict.Outcome.ShouldBe(VerdictOutcome.Regressed);
        verdict.Reason.ShouldContain("throughput is 20 % lower");
    }

    [Test]
    public void A_regressed_metric_outweighs_an_improved_one() =>
        HistoryJudge.Judge(Flat(10), Some.Machine, "b", Metrics(0.5) with { P99Ms = 500 }, Usual)
            .Outcome.ShouldBe(VerdictOutcome.Regressed);

    [Test]
    public void The_90th_percentile_is_shown_but_does_not_decide()
    {
        var verdict = HistoryJudge.Judge(Flat(10), Some.Machine, "b", Metrics(1) with { P90Ms = 900 }, Usual);

        verdict.Outcome.ShouldBe(VerdictOutcome.Equivalent);
        verdict.Metrics.Single(metric => metric.Metric is "p90").Outcome.ShouldBe(VerdictOutcome.Regressed);
    }

    [Test]
    public void A_slower_machine_cancels_out_by_calibration()
    {
        var slower = new Calibration { BeforeNs = 240_000, AfterNs = 240_000 };

        HistoryJudge.Judge(Flat(10), Some.Machine, "b", Metrics(1.2), slower).Outcome.ShouldBe(VerdictOutcome.Equivalent);
    }

    [TestCase(260_000, 260_000)]
    [TestCase(150_000, 150_000)]
    [TestCase(180_000, 230_000)]
    [TestCase(230_000, 180_000)]
    public void A_machine_far_from_its_usual_or_constant_speed_is_invalid(double before, double after)
    {
        var verdict = HistoryJudge.Judge(
            Flat(10), Some.Machine, "b", Metrics(9), new Calibration { BeforeNs = before, AfterNs = after });

        verdict.Outcome.ShouldBe(VerdictOutcome.EnvironmentInvalid);
        verdict.FailsTest.ShouldBeFalse();
    }

    [Test]
    public void Metrics_of_too_few_samples_are_left_out_and_the_rest_decides()
    {
        var verdict = HistoryJudge.Judge(Flat(10), Some.Machine, "b", Metrics(1) with { P99Ms = null }, Usual);

        verdict.Outcome.ShouldBe(VerdictOutcome.Equivalent);
        verdict.Metrics.Single(metric => metric.Metric is "p99").Note.ShouldBe("this run has too few samples for it");
    }

    [Test]
    public void Without_any_comparable_metric_the_verdict_is_inconclusive() =>
        HistoryJudge.Judge(Flat(10), Some.Machine, "b", new BenchmarkMetrics(), Usual)
            .Reason.ShouldContain("no metric can be compared");

    [Test]
    public void A_noisy_history_makes_small_changes_inconclusive_instead_of_equal()
    {
        var history = new SyntheticHistory(seed: 5, noise: 0.06);
        var verdict = HistoryJudge.Judge(history.Baseline(30), Some.Machine, SyntheticHistory.Benchmark, Metrics(1), Usual);

        verdict.Metrics.Where(metric => metric.Gates).ShouldAllBe(metric => metric.Outcome != VerdictOutcome.Equivalent);
    }

    // The rates of this seed are 0.9, 0.8, 0.5 and 1.1 %; the bounds leave four binomial standard deviations of 1,000
    // trials.
    [TestCase(8, 0.02, 0.025)]
    [TestCase(15, 0.02, 0.02)]
    [TestCase(30, 0.02, 0.015)]
    [TestCase(30, 0.05, 0.025)]
    public void False_alarms_on_unchanged_code_are_rare(int runs, double noise, double atMost) =>
        ShareOf(VerdictOutcome.Regressed, runs, noise, slowdown: 1).ShouldBeLessThan(atMost);

    [TestCase(8, 0.02, 1.2, 0.90)]
    [TestCase(30, 0.02, 1.2, 0.99)]
    [TestCase(30, 0.02, 1.1, 0.80)]
    public void A_real_slowdown_is_detected(int runs, double noise, double slowdown, double atLeast) =>
        ShareOf(VerdictOutcome.Regressed, runs, noise, slowdown).ShouldBeGreaterThan(atLeast);

    [TestCase(8)]
    [TestCase(30)]
    public void A_slowdown_of_a_tenth_is_hardly_ever_called_equivalent(int runs) =>
        ShareOf(VerdictOutcome.Equivalent, runs, 0.01, slowdown: 1.1).ShouldBeLessThan(0.005);

    [Test]
    public void A_calm_history_lets_unchanged_code_be_called_equivalent() =>
        ShareOf(VerdictOutcome.Equivalent, 30, 0.005, slowdown: 1).ShouldBeGreaterThan(0.8);

    private static double ShareOf(VerdictOutcome outcome, int runs, double noise, double slowdown)
    {
        const int Trials = 1_000;
        var hits = 0;
        for (var trial = 0; trial < Trials; trial++)
        {
            var history = new SyntheticHistory(trial, noise);
            var baseline = history.Baseline(runs);
            var (metrics, calibration) = history.Next(slowdown);
            hits += HistoryJudge.Judge(baseline, Some.Machine, SyntheticHistory.Benchmark, metrics, calibration).Outcome == outcome
                ? 1
                : 0;
        }

        return (double)hits / Trials;
    }

    // What 50 clients at 10 ms per operation give, with every time multiplied by a factor.
    private static BenchmarkMetrics Metrics(double factor) =>
        new() { Throughput = 5_000 / factor, P50Ms = 9 * factor, P90Ms = 20 * factor, P99Ms = 50 * factor };

    private static Baseline Flat(int runs)
    {
        var baseline = Baseline.Empty;
        for (var i = 0; i < runs; i++)
        {
            baseline = baseline.Add(Some.Machine, "b", new BaselineRun
            {
                RunId = FormattableString.Invariant($"run-{i}"),
                MeasuredAt = Some.Start.AddDays(i),
                Version = "0.1.0",
                CalibrationNs = 200_000,
                Metrics = Metrics(1),
            });
        }

        return baseline;
    }
}
