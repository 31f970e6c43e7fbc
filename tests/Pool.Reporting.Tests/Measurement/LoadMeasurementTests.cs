using Pool.Reporting.Measurement;

namespace Pool.Reporting.Tests.Measurement;

internal sealed class LoadMeasurementTests
{
    [Test]
    public void Operations_of_one_name_are_merged_over_the_clients()
    {
        var load = LoadMeasurement.Create(
            2, 10, TimeSpan.FromSeconds(2), [Operation("read", 3, 1), Operation("write", 5, 0), Operation("read", 4, 0)]);

        load.Operations.Select(o => (o.Name, o.Count)).ShouldBe([("read", 8), ("write", 5)]);
        load.Total.Count.ShouldBe(13);
        load.Clients.ShouldBe(2);
        load.WarmupOperations.ShouldBe(10);
    }

    [Test]
    public void Throughput_counts_successes_alone_over_the_measured_time()
    {
        var load = LoadMeasurement.Create(1, 0, TimeSpan.FromSeconds(2), [Operation("read", 30, 10), Operation("write", 10, 0)]);

        load.Throughput.ShouldBe(20);
        load.ThroughputOf(load.Operations[0]).ShouldBe(15);
        load.ErrorRate.ShouldBe(0.2);
        load.Operations[1].ErrorRate.ShouldBe(0);
    }

    [Test]
    public void A_load_without_operations_divides_by_nothing()
    {
        var load = LoadMeasurement.Create(1, 0, TimeSpan.Zero, []);

        load.Throughput.ShouldBe(0);
        load.ErrorRate.ShouldBe(0);
    }

    [Test]
    public void Failures_are_counted_by_type_and_their_latency_stays_apart()
    {
        var operation = new OperationMeasurement("read");
        operation.RecordSuccess(10);
        operation.RecordFailure("TimeoutException", 5_000);
        operation.RecordFailure("TimeoutException", 6_000);
        operation.RecordFailure("IOException", 7_000);

        operation.Successes.Max.ShouldBe(10);
        operation.Failures.Min.ShouldBe(5_000);
        operation.FailuresByType.ShouldBe(
            new Dictionary<string, long>(StringComparer.Ordinal) { ["TimeoutException"] = 2, ["IOException"] = 1 }, ignoreOrder: true);
    }

    [Test]
    public void Joining_leaves_the_clients_measurements_as_they_were()
    {
        var mine = Operation("read", 3, 0);
        LoadMeasurement.Create(1, 0, TimeSpan.FromSeconds(1), [mine, Operation("read", 4, 0)]);

        mine.Count.ShouldBe(3);
    }

    [Test]
    public void A_load_without_clients_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => LoadMeasurement.Create(0, 0, TimeSpan.Zero, []));

    private static OperationMeasurement Operation(string name, int successes, int failures)
    {
        var operation = new OperationMeasurement(name);
        for (var i = 0; i < successes; i++)
        {
            operation.RecordSuccess(1_000 + i);
        }

        for (var i = 0; i < failures; i++)
        {
            operation.RecordFailure("IOException", 9_000);
        }

        return operation;
    }
}
