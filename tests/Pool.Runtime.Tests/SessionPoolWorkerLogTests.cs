using Microsoft.Extensions.Logging;
using Pool.Runtime.Protocol;
using Pool.Runtime.Tests.Telemetry;
using Pool.Runtime.Tests.Workers;

namespace Pool.Runtime.Tests;

/// <summary>What a worker logs, at the host.</summary>
internal sealed class SessionPoolWorkerLogTests
{
    [Test]
    public async Task Entry_beside_an_answer_reaches_the_log_with_the_session_and_the_answer_its_caller()
    {
        var log = new StructuredLog();
        await using var pool = await StartAsync(log, request =>
        [
            new WorkerLog(WireLogLevel.Information, "my.module", "at work", request.Id, null),
            TalkingChannel.Result(request.Id, 7),
            new WorkerLog(WireLogLevel.Debug, "my.module", "done", request.Id, null),
            new WorkerLog(WireLogLevel.Critical, "my.thread", "of nobody", request.Id + 99, null),
        ]);

        (await pool.ExecuteAsync<int>("s-1", "ask")).ShouldBe(7);

        var entries = new[] { await log.NextOfWorkerAsync(), await log.NextOfWorkerAsync(), await log.NextOfWorkerAsync() };
        entries.Select(entry => (entry.Level, entry.Properties["worker_message"], entry.Properties["session_id"])).ShouldBe(
        [
            (LogLevel.Information, "at work", "s-1"),
            (LogLevel.Debug, "done", null),
            (LogLevel.Critical, "of nobody", null),
        ]);
        entries[0].Properties["pool_name"].ShouldBe("pool");
        entries[0].Properties["worker_id"].ShouldBe("pool-w1");
        (await pool.ExecuteAsync<int>("s-1", "ask")).ShouldBe(7);
        pool.GetStats().Counters.Losses.ShouldBe(0);
    }

    [Test]
    public async Task Logger_that_blocks_or_throws_holds_up_no_call()
    {
        using var never = new ManualResetEventSlim();
        var log = new StructuredLog();
        var isFirst = true;
        log.Before = entry =>
        {
            if (entry.Category != "Pool.Runtime.Worker")
                return;
            never.Wait();
            if (isFirst)
            {
                isFirst = false;
                throw new InvalidOperationException("no log today");
            }
        };
        await using var pool = await StartAsync(log, request =>
        [
            new WorkerLog(WireLogLevel.Warning, "my.module", "at work", request.Id, null),
            TalkingChannel.Result(request.Id, 7),
        ]);

        for (var i = 0; i < 20; i++)
            (await pool.ExecuteAsync<int>("s-1", "ask")).ShouldBe(7);

        never.Set();
        for (var i = 1; i < 20; i++)
            (await log.NextOfWorkerAsync()).Properties["worker_message"].ShouldBe("at work");
    }

    [Test]
    public async Task Entries_while_a_worker_gets_ready_are_heard()
    {
        var log = new StructuredLog();
        await using var pool = await StartAsync(
            log,
            request => [new WorkerLog(WireLogLevel.Warning, "my.module", "warming up", request.Id, null), TalkingChannel.Result(request.Id)],
            new PoolOptions { Size = 1, WarmUp = [new WarmUpCommand { Command = "ask" }] });

        (await log.NextOfWorkerAsync()).Text.ShouldBe("my.module in worker pool-w1 of pool pool: warming up");
    }

    private static ValueTask<SessionPool> StartAsync(
        StructuredLog log, Func<HostRequest, IEnumerable<WorkerMessage>> answer, PoolOptions? options = null) => SessionPool.StartAsync(
        options ?? new PoolOptions { Size = 1 },
        new TalkingAdapter(message => message is HostRequest request ? answer(request) : [], []),
        new SessionPoolServices { LoggerFactory = log });
}
