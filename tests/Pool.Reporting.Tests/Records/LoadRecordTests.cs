namespace Pool.Reporting.Tests.Records;

internal sealed class LoadRecordTests
{
    [Test]
    public void The_record_holds_the_measured_numbers()
    {
        var load = Some.Load(operations: 1_000);

        load.DurationMs.ShouldBe(2_000);
        load.Throughput.ShouldBe(1_000);
        load.Total.Count.ShouldBe(2_001);
        load.ErrorRate.ShouldBe(1 / 2_001.0);
        load.Operations.Select(operation => operation.Name).ShouldBe(["read", "write"]);
        load.Total.Buckets.ShouldBeNull();
        load.Operations[0].P50Ms!.Value.ShouldBeInRange(2.5, 3);
    }

    [Test]
    public void An_operation_that_never_succeeded_has_no_latency()
    {
        var load = Some.Load(operations: 0);

        load.Operations[0].P50Ms.ShouldBeNull();
        load.Operations[0].MaxMs.ShouldBeNull();
        load.ToMetrics().ShouldBe(new Reporting.Baselines.BenchmarkMetrics());
    }

    [TestCase(4, false, false)]
    [TestCase(60, true, false)]
    [TestCase(600, true, true)]
    public void Quantiles_of_too_few_samples_are_not_compared(int operations, bool p50, bool p99)
    {
        var metrics = Some.Load(operations: operations).ToMetrics();

        metrics.P50Ms.HasValue.ShouldBe(p50);
        metrics.P99Ms.HasValue.ShouldBe(p99);
        metrics.Throughput.ShouldNotBeNull();
    }
}
