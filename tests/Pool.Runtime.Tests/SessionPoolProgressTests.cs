using Pool.Runtime.Adapters;

namespace Pool.Runtime.Tests;

[TestFixture(Transport.InMemory)]
[TestFixture(Transport.Framed)]
internal sealed class SessionPoolProgressTests(Transport transport)
{
    [Test]
    public async Task Reports_come_one_at_a_time_in_order()
    {
        var (inside, overlaps) = (0, 0);
        var progress = new ProgressLog(_ =>
        {
            if (Interlocked.Exchange(ref inside, 1) == 1)
                Interlocked.Increment(ref overlaps);
            Volatile.Write(ref inside, 0);
        });
        await using var scripted = await StartAsync();

        await scripted.Pool.ExecuteAsync("s", "steps", 200, new ExecuteOptions { Progress = progress });

        await progress.ReachAsync(200);
        progress.Reports.Select(int.Parse).ShouldBe(Enumerable.Range(0, 200));
        overlaps.ShouldBe(0);
    }

    [Test]
    public async Task What_a_handler_throws_is_logged_and_nothing_else()
    {
        using var log = new EntryLog();
        var progress = new ProgressLog(report => throw new InvalidTimeZoneException("of report " + report));
        await using var scripted = await StartAsync(log);

        (await scripted.Pool.ExecuteAsync<int>("s", "steps", 3, new ExecuteOptions { Progress = progress })).ShouldBe(3);

        await progress.ReachAsync(3);
        (await log.FirstAsync(3002)).ShouldContain("steps");
        log.Of(3002)[0].Exception.ShouldBeOfType<InvalidTimeZoneException>().Message.ShouldBe("of report 0");
        scripted.Pool.GetStats().Counters.Errors.ShouldBe(0);
    }

    [Test]
    public async Task Slow_handler_holds_up_neither_worker_nor_call_and_sees_the_latest_reports()
    {
        using var mayGoOn = new ManualResetEventSlim();
        var progress = new ProgressLog(_ => mayGoOn.Wait(TimeSpan.FromSeconds(30)));
        await using var scripted = await StartAsync();

        (await scripted.Pool.ExecuteAsync<int>("s", "steps", 1000, new ExecuteOptions { Progress = progress })).ShouldBe(1000);
        await scripted.Pool.ExecuteAsync("s", "who");
        mayGoOn.Set();

        await progress.ReachAsync("999");
        // 256 that waited, and one if it was being handled meanwhile.
        progress.Reports.Count.ShouldBeInRange(256, 257);
    }

    [Test]
    public async Task Command_of_a_lease_and_a_stream_report_as_well()
    {
        await using var scripted = await StartAsync();
        var ofLease = new ProgressLog();
        var ofStream = new ProgressLog();

        await using (var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s")))
            await lease.ExecuteAsync("steps", 2, new ExecuteOptions { Progress = ofLease });
        await foreach (var chunk in scripted.Pool.StreamAsync("s", "steps", 3, new ExecuteOptions { Progress = ofStream }))
            Assert.Fail($"No chunk is sent, yet {chunk} came.");

        await ofLease.ReachAsync(2);
        await ofStream.ReachAsync(3);
        ofLease.Reports.ShouldBe(["0", "1"]);
        ofStream.Reports.ShouldBe(["0", "1", "2"]);
    }

    [Test]
    public async Task Progress_that_nobody_asked_for_is_passed_over()
    {
        await using var scripted = await StartAsync();

        (await scripted.Pool.ExecuteAsync<int>("s", "steps", 3)).ShouldBe(3);
    }

    private Task<ScriptedPool> StartAsync(EntryLog? log = null) => ScriptedPool.StartAsync(
        new PoolOptions { Size = 1 },
        transport: transport,
        script: worker => worker.OnAsync(
            "steps",
            async (request, _) =>
            {
                for (var i = 0; i < request.Args.GetInt32(); i++)
                    await request.SendProgressAsync(i);
                return InProcessReply.Success(request.Args.GetInt32());
            },
            CommandKind.Query),
        services: given => log is null ? given : given with { LoggerFactory = log });
}
