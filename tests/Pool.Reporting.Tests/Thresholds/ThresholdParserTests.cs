using Pool.Reporting.Thresholds;

namespace Pool.Reporting.Tests.Thresholds;

internal sealed class ThresholdParserTests
{
    [Test]
    public void The_documented_example_is_read_in_order()
    {
        var thresholds = ThresholdParser.Parse("p99 < 500ms; errors < 1%; throughput > 1000/s; read.p50 < 5ms");

        thresholds.ShouldBe(
        [
            new Threshold(null, ThresholdMetric.P99, ThresholdComparison.Less, 500e6, "p99 < 500ms"),
            new Threshold(null, ThresholdMetric.Errors, ThresholdComparison.Less, 0.01, "errors < 1%"),
            new Threshold(null, ThresholdMetric.Throughput, ThresholdComparison.Greater, 1000, "throughput > 1000/s"),
            new Threshold("read", ThresholdMetric.P50, ThresholdComparison.Less, 5e6, "read.p50 < 5ms"),
        ]);
    }

    [TestCase("p50<1ns", ThresholdMetric.P50, 1)]
    [TestCase("p90 <= 2us", ThresholdMetric.P90, 2e3)]
    [TestCase("p95 < 2\u00b5s", ThresholdMetric.P95, 2e3)]
    [TestCase("p99 < 2\u03bcs", ThresholdMetric.P99, 2e3)]
    [TestCase("p99.9 < 1.5 ms", ThresholdMetric.P999, 1.5e6)]
    [TestCase("max < 2s", ThresholdMetric.Max, 2e9)]
    [TestCase("mean < .5s", ThresholdMetric.Mean, 5e8)]
    [TestCase("errors < 0.02", ThresholdMetric.Errors, 0.02)]
    [TestCase("errors <= 0%", ThresholdMetric.Errors, 0)]
    [TestCase("throughput >= 12.5 /s", ThresholdMetric.Throughput, 12.5)]
    [TestCase("count > 10", ThresholdMetric.Count, 10)]
    public void Every_metric_and_unit_is_read(string text, ThresholdMetric metric, double limit)
    {
        var threshold = ThresholdParser.Parse(text).ShouldHaveSingleItem();

        threshold.Metric.ShouldBe(metric);
        threshold.Limit.ShouldBe(limit, 1e-9);
    }

    [TestCase("read.p99.9 < 1ms", "read", ThresholdMetric.P999)]
    [TestCase("user.read.p99 < 1ms", "user.read", ThresholdMetric.P99)]
    [TestCase("p99.p50 < 1ms", "p99", ThresholdMetric.P50)]
    [TestCase("create user.max < 1ms", "create user", ThresholdMetric.Max)]
    public void What_stands_before_the_metric_is_the_operation(string text, string operation, ThresholdMetric metric)
    {
        var threshold = ThresholdParser.Parse(text).ShouldHaveSingleItem();

        threshold.Operation.ShouldBe(operation);
        threshold.Metric.ShouldBe(metric);
    }

    [TestCase("", 0)]
    [TestCase("   ", 0)]
    [TestCase("p50 < 1ms;", 1)]
    public void Nothing_and_a_closing_semicolon_are_allowed(string text, int expected) =>
        ThresholdParser.Parse(text).Count.ShouldBe(expected);

    [TestCase("p98 < 1ms", 0, "'p98' is no metric", "p50, p90, p95, p99, p99.9, max, mean, errors, throughput, count")]
    [TestCase("p50 < 1ms; p99", 11, "'p99' has no comparison", "p99 < 500ms")]
    [TestCase("p50 > 1ms", 4, "'>' can't be used with p50", "Use < or <=")]
    [TestCase("throughput < 5/s", 11, "'<' can't be used with throughput", "Use > or >=")]
    [TestCase("p50 = 1ms", 4, "'=' can't be used", "p50 < 20ms")]
    [TestCase("p50 == 1ms", 4, "'==' can't be used", "p50 < 20ms")]
    [TestCase("p50 < 1", 7, "has no unit", "ns, us, \u00b5s, ms or s")]
    [TestCase("p50 < 1min", 7, "'min' is no unit for p50", "ns, us")]
    [TestCase("p50 < -1ms", 6, "'-1ms' is no limit", "p50 < 20ms")]
    [TestCase("p50 < ", 6, "'' is no limit", "p50 < 20ms")]
    [TestCase("p50 < 1.2.3ms", 6, "is no limit", "p50 < 20ms")]
    [TestCase("errors < 101%", 9, "more than all operations", "0% to 100%")]
    [TestCase("throughput > 5", 14, "has no unit", "/s")]
    [TestCase("count > 5%", 9, "'%' is no unit for count", "a number without a unit")]
    [TestCase("< 5ms", 0, "there is no metric", "p50")]
    [TestCase(".p50 < 5ms", 0, "'.p50' is no metric", "p50")]
    [TestCase("p50 < 1ms;; errors < 1%", 10, "nothing before this semicolon", "Remove it")]
    [TestCase("p50 < 1ms < 2ms", 7, "is no unit", "ns")]
    public void A_wrong_text_is_refused_with_its_place_and_what_is_allowed(
        string text, int position, string what, string allowed)
    {
        var error = Should.Throw<ThresholdFormatException>(() => ThresholdParser.Parse(text));

        error.Position.ShouldBe(position);
        error.Message.ShouldContain($"position {position}");
        error.Message.ShouldContain(what);
        error.Message.ShouldContain(allowed);
    }

    [Test]
    public void A_limit_that_is_no_finite_number_of_nanoseconds_is_refused() => Should.Throw<ThresholdFormatException>(
        () => ThresholdParser.Parse($"p50 < 1{new string('0', 305)}s")).Message.ShouldContain("is no limit for p50");
}
