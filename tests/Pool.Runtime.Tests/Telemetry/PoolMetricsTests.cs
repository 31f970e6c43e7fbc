using System.Diagnostics.Metrics;
using Pool.Runtime.Errors;
using Pool.Runtime.Telemetry;

namespace Pool.Runtime.Tests.Telemetry;

internal sealed class PoolMetricsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly PoolErrorContext Context = new("p");

    private static readonly PoolReading Reading = new()
    {
        Workers = [("ready", 2), ("busy", 3)],
        Recycles = [("age", 4), ("memory", 5)],
        Counters = new PoolCounters { Restarts = 6, Retries = 7, SessionMoves = 8, QueueTimeouts = 9, QueueRejections = 10 },
        Circuit = CircuitState.HalfOpen,
        Size = 11,
        QueueDepth = 12,
        ActiveCalls = 13,
        Sessions = 14,
    };

    [Test]
    public void Call_is_measured_by_command_and_outcome()
    {
        using var log = new MeterLog();
        using var metrics = new PoolMetrics(log, "p", () => Reading);
        metrics.Declare(["search"]);

        metrics.CallEnded("search", error: null, 2 * Second, Second);
        metrics.CallEnded("search", new OperationCanceledException(), 3 * Second, Second);
        metrics.CallEnded("search", new QueueTimeoutException(Context, Second, Second, 1, 0, 1), 4 * Second, Second);

        log.Sum("pool.command.duration", ("pool.name", "p"), ("pool.command", "search"), ("pool.outcome", "success")).ShouldBe(2);
        log.Sum("pool.command.duration", ("pool.outcome", "cancelled")).ShouldBe(3);
        log.Sum("pool.command.duration", ("pool.outcome", "error"), ("error.type", "queue_timeout")).ShouldBe(4);
        log.Sum("pool.queue.wait").ShouldBe(3);
    }

    [Test]
    public void Command_that_no_worker_declared_gets_no_time_series_of_its_own()
    {
        using var log = new MeterLog();
        using var metrics = new PoolMetrics(log, "p", () => Reading);
        metrics.Declare(Enumerable.Range(0, 5000).Select(number => FormattableString.Invariant($"c{number}")));

        for (var i = 0; i < 5001; i++)
            metrics.CallEnded(FormattableString.Invariant($"c{i}"), null, Second, Second);

        log.Collect().Where(each => each.Instrument == "pool.command.duration").Select(each => each.Tags["pool.command"]).Distinct().Count().ShouldBe(1001);
        log.Count("pool.command.duration", ("pool.command", "_OTHER")).ShouldBe(4001);
    }

    [Test]
    public void What_the_pool_counts_is_read_when_somebody_collects()
    {
        using var log = new MeterLog();
        using var metrics = new PoolMetrics(log, "p", () => Reading);

        log.Sum("pool.workers", ("pool.worker.state", "busy")).ShouldBe(3);
        log.Sum("pool.worker.recycles", ("pool.recycle.reason", "memory")).ShouldBe(5);
        log.Sum("pool.worker.restarts").ShouldBe(6);
        log.Sum("pool.size").ShouldBe(11);
        log.Sum("pool.queue.depth").ShouldBe(12);
        log.Sum("pool.commands.active").ShouldBe(13);
        log.Sum("pool.sessions").ShouldBe(14);
        log.Sum("pool.circuit.state", ("pool.circuit.state", "half_open")).ShouldBe(1);
        log.Sum("pool.circuit.state").ShouldBe(1);
        log.Collect().ShouldAllBe(each => each.Tags["pool.name"] == "p");
    }

    [Test]
    public void Start_of_a_worker_is_measured_by_outcome()
    {
        using var log = new MeterLog();
        using var metrics = new PoolMetrics(log, "p", () => Reading);

        metrics.StartEnded(Second, isReady: true);
        metrics.StartEnded(2 * Second, isReady: false);

        log.Sum("pool.worker.start.duration", ("pool.outcome", "success")).ShouldBe(1);
        log.Sum("pool.worker.start.duration", ("pool.outcome", "error")).ShouldBe(2);
    }

    [Test]
    public void Pool_that_has_ended_is_not_read_again_although_its_factory_lives_on()
    {
        using var log = new MeterLog();
        var metrics = new PoolMetrics(new Undying(log), "p", () => Reading);
        log.Sum("pool.size").ShouldBe(11);

        metrics.Dispose();

        log.Collect().ShouldBeEmpty();
    }

    [Test]
    public void Meter_of_a_pool_without_a_factory_is_its_own()
    {
        using var first = new PoolMetrics(null, "unfactored", () => Reading);
        using var second = new PoolMetrics(null, "unfactored", () => Reading);
        var meters = new HashSet<Meter>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == "Pool.Runtime" && (instrument.Meter.Tags?.Any(tag => tag is { Key: "pool.name", Value: "unfactored" }) ?? false))
                    meters.Add(instrument.Meter);
            },
        };
        listener.Start();

        meters.Count.ShouldBe(2);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Successful_call_is_measured_without_a_byte(bool isListened)
    {
        using var metrics = new PoolMetrics(null, "bytes", () => Reading);
        metrics.Declare(["search"]);
        using var listener = new MeterListener();
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
        if (isListened)
        {
            listener.InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Tags?.Any(tag => tag is { Key: "pool.name", Value: "bytes" }) ?? false)
                    own.EnableMeasurementEvents(instrument);
            };
            listener.Start();
        }

        metrics.TimesCalls.ShouldBe(isListened);
        metrics.CallEnded("search", null, Second, Second);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            metrics.CallEnded("search", null, Second, Second);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    // As the factory of a container does: what it makes lives until its own end.
    private sealed class Undying(IMeterFactory factory) : IMeterFactory
    {
        public Meter Create(MeterOptions options) => factory.Create(options);

        public void Dispose()
        {
        }
    }
}
