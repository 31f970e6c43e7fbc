using Pool.Reporting.Measurement;
using Pool.Reporting.Thresholds;

namespace Pool.Reporting.Tests.Thresholds;

internal sealed class ThresholdEvaluatorTests
{
    [TestCase("p50 < 2ms", true)]
    [TestCase("p50 < 1ms", false)]
    [TestCase("max <= 1ms", true)]
    [TestCase("mean < 999us", false)]
    [TestCase("errors < 50%", true)]
    [TestCase("errors <= 20%", true)]
    [TestCase("errors < 20%", false)]
    [TestCase("throughput >= 40/s", true)]
    [TestCase("throughput > 40/s", false)]
    [TestCase("count >= 100", true)]
    [TestCase("count < 100", false)]
    [TestCase("read.count >= 50", true)]
    [TestCase("read.errors <= 0%", true)]
    [TestCase("write.errors < 0.4", false)]
    public void A_threshold_passes_when_the_measurement_keeps_it(string text, bool passed) =>
        Evaluate(text).Passed.ShouldBe(passed);

    [Test]
    public void The_result_carries_actual_limit_and_margin()
    {
        var result = Evaluate("p50 < 4ms");

        result.Actual!.Value.ShouldBe(1e6, 1e3);
        result.Limit.ShouldBe(4e6);
        result.Margin!.Value.ShouldBe(0.75, 0.01);
        result.Message.ShouldBe("p50 < 4ms: kept, actual 1 ms");
    }

    [Test]
    public void The_margin_of_a_broken_lower_limit_is_negative() =>
        Evaluate("throughput > 80/s").Margin.ShouldBe(-0.5);

    [Test]
    public void A_limit_of_zero_has_no_margin() => Evaluate("errors <= 0%").Margin.ShouldBeNull();

    [TestCase("p99 < 1s", true)]
    [TestCase("p99 < 1us", false)]
    public void A_quantile_of_too_few_samples_is_judged_and_flagged(string text, bool passed)
    {
        var result = Evaluate(text);

        result.Passed.ShouldBe(passed);
        result.IsSupported.ShouldBeFalse();
        result.Message.ShouldContain("only 80 samples; this quantile needs 1000");
    }

    [Test]
    public void A_quantile_of_enough_samples_is_not_flagged() => Evaluate("p50 < 1s").IsSupported.ShouldBeTrue();

    [Test]
    public void An_unknown_operation_fails_and_names_the_known_ones()
    {
        var result = Evaluate("delete.p50 < 1s");

        result.Passed.ShouldBeFalse();
        result.Message.ShouldContain("no operation 'delete'");
        result.Message.ShouldContain("read, write");
    }

    [TestCase("p50 < 1s")]
    [TestCase("max < 1s")]
    [TestCase("errors < 1%")]
    [TestCase("throughput > 0/s")]
    public void A_load_in_which_nothing_ran_keeps_no_threshold(string text)
    {
        var load = LoadMeasurement.Create(1, 0, TimeSpan.FromSeconds(1), []);

        ThresholdEvaluator.Evaluate(ThresholdParser.Parse(text), load).ShouldHaveSingleItem().Passed.ShouldBeFalse();
    }

    [Test]
    public void A_latency_limit_fails_when_every_operation_failed()
    {
        var operation = new OperationMeasurement("read");
        operation.RecordFailure("IOException", 5);
        var load = LoadMeasurement.Create(1, 0, TimeSpan.FromSeconds(1), [operation]);

        var result = ThresholdEvaluator.Evaluate(ThresholdParser.Parse("p50 < 1s"), load).ShouldHaveSingleItem();

        result.Passed.ShouldBeFalse();
        result.Message.ShouldContain("none of the 1 operations succeeded");
    }

    [Test]
    public void Every_threshold_is_judged_even_after_a_failure() =>
        ThresholdEvaluator.Evaluate(ThresholdParser.Parse("p50 < 1ns; p90 < 1ns; max < 1s"), Load())
            .Select(result => result.Passed).ShouldBe([false, false, true]);

    private static ThresholdResult Evaluate(string text) =>
        ThresholdEvaluator.Evaluate(ThresholdParser.Parse(text), Load()).ShouldHaveSingleItem();

    // 80 successes of 1 ms and 20 failures in 2 s; the failures are all in "write".
    private static LoadMeasurement Load()
    {
        var read = new OperationMeasurement("read");
        var write = new OperationMeasurement("write");
        for (var i = 0; i < 50; i++)
        {
            read.RecordSuccess(1_000_000);
        }

        for (var i = 0; i < 30; i++)
        {
            write.RecordSuccess(1_000_000);
        }

        for (var i = 0; i < 20; i++)
        {
            write.RecordFailure("IOException", 90_000_000);
        }

        return LoadMeasurement.Create(1, 0, TimeSpan.FromSeconds(2), [read, write]);
    }
}
