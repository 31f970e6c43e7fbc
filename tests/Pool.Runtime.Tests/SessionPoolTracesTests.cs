using System.Diagnostics;
using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;
using Pool.Runtime.Tests.Telemetry;

namespace Pool.Runtime.Tests;

internal sealed class SessionPoolTracesTests
{
    [Test]
    public async Task Call_is_a_span_of_its_callers_trace()
    {
        using var log = new SpanLog("traced");
        await using var scripted = await StartAsync("traced");
        using var caller = new Activity("caller").SetIdFormat(ActivityIdFormat.W3C).Start();

        var result = await scripted.Pool.ExecuteAsync("s", "echo", 1);

        Activity.Current.ShouldBe(caller);
        var span = log.Calls.ShouldHaveSingleItem();
        span.OperationName.ShouldBe("pool.execute echo");
        span.ParentSpanId.ShouldBe(caller.SpanId);
        span.GetTagItem("pool.session.id").ShouldBe("s");
        span.GetTagItem("pool.worker.id").ShouldBe(result.WorkerId);
        span.GetTagItem("pool.outcome").ShouldBe("success");
    }

    [Test]
    public async Task What_the_worker_reports_lies_below_its_call()
    {
        using var log = new SpanLog("reported");
        await using var scripted = await StartAsync("reported");

        var result = await scripted.Pool.ExecuteAnonymousAsync("echo", 1);

        var reported = log.Ended.Single(span => span.Kind == ActivityKind.Server);
        reported.OperationName.ShouldBe("echo");
        reported.ParentSpanId.ShouldBe(log.Calls.ShouldHaveSingleItem().SpanId);
        reported.GetTagItem("pool.worker.id").ShouldBe(result.WorkerId);
    }

    [Test]
    public async Task Attempts_of_a_call_are_told_in_its_one_span()
    {
        using var log = new SpanLog("retried");
        var made = 0;
        await using var scripted = await StartAsync("retried", worker =>
        {
            if (Interlocked.Increment(ref made) == 1)
                worker.CrashOn("touch");
        });

        var result = await scripted.Pool.ExecuteAnonymousAsync("touch");

        var span = log.Calls.ShouldHaveSingleItem();
        span.GetTagItem("pool.attempts").ShouldBe(2);
        span.GetTagItem("pool.worker.id").ShouldBe(result.WorkerId);
        var failed = span.Events.ShouldHaveSingleItem();
        failed.Tags.ShouldContain(KeyValuePair.Create<string, object?>("error.type", "worker_lost"));
        failed.Tags.ShouldContain(KeyValuePair.Create<string, object?>("pool.attempt", 1));
        span.Status.ShouldBe(ActivityStatusCode.Unset);
    }

    [Test]
    public async Task Listener_that_throws_at_a_leases_command_does_not_keep_the_lease()
    {
        await using var scripted = await StartAsync("mocked");
        await using (var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous))
        {
            using (var listener = new ActivityListener
            {
                ShouldListenTo = source => source.Tags?.Any(tag => (string?)tag.Value == "mocked") ?? false,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => throw new FormatException("scripted"),
            })
            {
                ActivitySource.AddActivityListener(listener);
                await Should.ThrowAsync<FormatException>(async () => await lease.ExecuteAsync("who"));
            }

            (await lease.ExecuteAsync<string>("who")).ShouldBe(lease.WorkerId);
        }

        scripted.Pool.GetStats().Ready.ShouldBe(scripted.Pool.GetStats().Size);
    }

    [Test]
    public async Task Call_that_fails_or_is_turned_away_has_a_span_that_says_so()
    {
        using var log = new SpanLog("refused");
        var scripted = await StartAsync("refused");
        await Should.ThrowAsync<RemoteCommandException>(async () => await scripted.Pool.ExecuteAnonymousAsync("nonsense"));
        var pool = scripted.Pool;
        using var cancelled = new CancellationTokenSource();
        var holding = scripted.Workers[0].Holding;
        var held = pool.ExecuteAnonymousAsync("hold", cancellationToken: cancelled.Token).AsTask();
        await holding.Task;
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(held);
        await scripted.DisposeAsync();

        log.Calls.Select(span => (span.OperationName, span.GetTagItem("pool.outcome"), span.Status)).ShouldBe(
        [
            ("pool.execute nonsense", "error", ActivityStatusCode.Error),
            ("pool.execute hold", "cancelled", ActivityStatusCode.Unset),
        ]);
    }

    [Test]
    public async Task Commands_of_a_lease_have_a_span_each_and_a_batch_has_one()
    {
        using var log = new SpanLog("several");
        await using var scripted = await StartAsync("several");

        await using (var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s")))
        {
            await lease.ExecuteAsync("echo", 1);
            await lease.ExecuteAsync("list");
        }

        await scripted.Pool.ExecuteBatchAsync("s", [new BatchCommand("echo", 1), new BatchCommand("list")]);

        log.Calls.Select(span => span.OperationName).ShouldBe(["pool.execute echo", "pool.execute list", "pool.execute_batch"]);
        log.Calls.Last().GetTagItem("pool.batch.size").ShouldBe(2);
    }

    [Test]
    public async Task Batch_that_is_cancelled_or_turned_away_has_a_span_that_says_so()
    {
        using var log = new SpanLog("batches");
        var breaker = new CircuitBreaker(new CircuitBreakerOptions(), TimeProvider.System, "batches");
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Name = "batches", Size = 1 }, services: given => given with { CircuitBreaker = breaker });
        using var cancel = new CancellationTokenSource();
        var batch = scripted.Pool.ExecuteBatchAsync("s", [new BatchCommand("hold")], cancellationToken: cancel.Token).AsTask();
        await scripted.Workers[0].Holding.Task;
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(batch);
        scripted.Workers[0].Release.SetResult();
        breaker.Isolate();
        await Should.ThrowAsync<CircuitOpenException>(async () => await scripted.Pool.ExecuteBatchAsync("s", [new BatchCommand("who")]));

        log.Calls.Select(span => (span.GetTagItem("pool.outcome"), span.Status)).ShouldBe(
            [("cancelled", ActivityStatusCode.Unset), ("error", ActivityStatusCode.Error)]);
    }

    private static Task<ScriptedPool> StartAsync(string name, Action<ScriptedWorker>? script = null) =>
        ScriptedPool.StartAsync(new PoolOptions { Name = name, Size = 1, CancelGrace = TimeSpan.Zero }, script: script);
}
