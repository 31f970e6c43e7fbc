using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Protocol;
using Pool.Runtime.Tests.Telemetry;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Workers;

internal sealed class WorkerLogRelayTests
{
    private readonly FakeTimeProvider _time = new();

    [TestCase(LogLevel.Trace, LogLevel.Warning, WireLogLevel.Warning)]
    [TestCase(LogLevel.Error, LogLevel.Debug, WireLogLevel.Error)]
    [TestCase(LogLevel.Trace, LogLevel.Trace, WireLogLevel.Trace)]
    [TestCase(LogLevel.Critical, LogLevel.Information, WireLogLevel.Critical)]
    public void Worker_is_asked_for_what_both_the_options_and_the_log_want(LogLevel option, LogLevel log, object asked) =>
        Relay(new StructuredLog(log), new PoolOptions { WorkerLogLevel = option }).Ask().ShouldBe((WireLogLevel)asked);

    [TestCase(LogLevel.None, LogLevel.Trace)]
    [TestCase(LogLevel.Trace, LogLevel.None)]
    public void Worker_is_asked_for_nothing_when_either_wants_none(LogLevel option, LogLevel log) =>
        Relay(new StructuredLog(log), new PoolOptions { WorkerLogLevel = option }).Ask().ShouldBeNull();

    [Test]
    public void Logger_that_throws_when_asked_gets_nothing() =>
        new WorkerLogRelay(new ThrowingLogger(), "pool", "w1", new PoolOptions(), _time, write => write()).Ask().ShouldBeNull();

    [Test]
    public void Entry_arrives_with_its_properties()
    {
        var log = new StructuredLog();
        var relay = Asked(log);

        relay.Take(new WorkerLog(WireLogLevel.Error, "my.module", "It is late.", 4, "Traceback\nValueError: late"), "s-1");

        var entry = log.RestOfWorker().ShouldHaveSingleItem();
        (entry.Level, entry.Id).ShouldBe((LogLevel.Error, 2009));
        entry.Text.ShouldBe("my.module in worker w1 of pool pool: It is late.");
        entry.Properties["worker_logger"].ShouldBe("my.module");
        entry.Properties["worker_message"].ShouldBe("It is late.");
        entry.Properties["session_id"].ShouldBe("s-1");
        (entry.Exception!.Message, entry.Exception.ToString()).ShouldBe(("ValueError: late", "Traceback\nValueError: late"));
    }

    [Test]
    public void Entries_that_nobody_asked_for_are_ignored()
    {
        var log = new StructuredLog(LogLevel.Warning);
        var relay = Relay(log);
        relay.Take(Entry(WireLogLevel.Critical), null);
        relay.Ask();

        relay.Take(Entry(WireLogLevel.Information), null);
        relay.Take(Entry(WireLogLevel.Warning), null);

        log.RestOfWorker().ShouldHaveSingleItem().Level.ShouldBe(LogLevel.Warning);
    }

    [Test]
    public void Text_of_a_worker_is_cut()
    {
        var log = new StructuredLog();
        var relay = Asked(log);

        relay.Take(new WorkerLog(WireLogLevel.Error, new string('l', 1000), new string('m', 100_000), null, new string('e', 100_000)), null);

        var entry = log.RestOfWorker().ShouldHaveSingleItem();
        entry.Text.Length.ShouldBeLessThan(17_000);
        entry.Exception!.ToString().Length.ShouldBeLessThan(17_000);
    }

    [Test]
    public void Flood_is_cut_to_its_rate_and_the_rest_is_counted_once_it_is_over()
    {
        var log = new StructuredLog();
        var relay = Asked(log, new PoolOptions { MaxWorkerLogRate = 10 });

        for (var i = 0; i < 25; i++)
            relay.Take(Entry(), null);
        log.RestOfWorker().Count.ShouldBe(10);
        _time.Advance(TimeSpan.FromSeconds(0.3));
        for (var i = 0; i < 5; i++)
            relay.Take(Entry(), null);
        log.RestOfWorker().Count.ShouldBe(3);
        _time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 2; i++)
            relay.Take(Entry(), null);

        var rest = log.RestOfWorker();
        rest.Select(entry => entry.Id).ShouldBe([2010, 2009, 2009]);
        rest[0].Properties["dropped"].ShouldBe(17L);
    }

    [Test]
    public void Flood_that_does_not_end_is_counted_now_and_then_and_at_the_workers_end()
    {
        var log = new StructuredLog();
        var relay = Asked(log, new PoolOptions { MaxWorkerLogRate = 10 });

        for (var i = 0; i < 1100; i++)
        {
            relay.Take(Entry(), null);
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        relay.End();
        relay.End();
        var entries = log.RestOfWorker();
        entries.Count(entry => entry.Id == 2010).ShouldBe(2);
        entries.Where(entry => entry.Id == 2010).Sum(entry => (long)entry.Properties["dropped"]!)
            .ShouldBe(1100 - entries.Count(entry => entry.Id == 2009));
    }

    [Test]
    public void What_waits_for_a_slow_logger_is_bounded()
    {
        var log = new StructuredLog();
        Queue<Action> waiting = new();
        var relay = new WorkerLogRelay(
            log.CreateLogger("Pool.Runtime.Worker"), "pool", "w1", new PoolOptions { MaxWorkerLogRate = 1_000_000 }, _time, waiting.Enqueue);
        relay.Ask();

        for (var i = 0; i < 1000; i++)
            relay.Take(Entry() with { Message = new string('m', 10_000) }, null);
        waiting.Count.ShouldBe(26);
        while (waiting.TryDequeue(out var write))
            write();
        relay.Take(Entry(), null);

        waiting.Count.ShouldBe(2, "The count of what was dropped, and the entry.");
    }

    private static WorkerLog Entry(WireLogLevel level = WireLogLevel.Warning) => new(level, "l", "m", null, null);

    private WorkerLogRelay Relay(StructuredLog log, PoolOptions? options = null) =>
        LogRelays.Of(log.CreateLogger("Pool.Runtime.Worker"), options, _time);

    private WorkerLogRelay Asked(StructuredLog log, PoolOptions? options = null)
    {
        var relay = Relay(log, options);
        relay.Ask();
        return relay;
    }

    private sealed class ThrowingLogger : ILogger
    {
        public bool IsEnabled(LogLevel logLevel) => throw new InvalidOperationException("no log today");

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("no log today");
    }
}
