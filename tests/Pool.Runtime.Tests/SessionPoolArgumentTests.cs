using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests;

/// <summary>What a caller gets wrong is refused before anything is done or counted.</summary>
internal sealed class SessionPoolArgumentTests
{
    [Test]
    public async Task Pool_is_not_started_without_options_adapter_or_services()
    {
        var adapter = new InMemoryAdapter(context => new ScriptedWorker(context));

        await RefusedAsync(() => SessionPool.StartAsync(null!, adapter, new SessionPoolServices()).AsTask(), "options");
        await RefusedAsync(() => SessionPool.StartAsync(new PoolOptions(), null!, new SessionPoolServices()).AsTask(), "adapter");
        await RefusedAsync(() => SessionPool.StartAsync(new PoolOptions(), adapter, (SessionPoolServices)null!).AsTask(), "services");
    }

    [Test]
    public async Task Batch_that_is_null_and_sessions_without_a_name_are_refused()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var pool = scripted.Pool;

        await RefusedAsync(() => pool.ExecuteBatchAsync("s", null!).AsTask(), "commands");
        Should.Throw<ArgumentException>(() => pool.ExecuteBatchAsync("", [new BatchCommand("who")]).AsTask());
        // Told by the call, not by reading.
        Should.Throw<ArgumentException>(() => pool.StreamAsync("", "who"));
        Should.Throw<ArgumentException>(() => pool.StreamAsync<int>("", "who"));
        Should.Throw<ArgumentException>(() => pool.EndSessionAsync("").AsTask()).ParamName.ShouldBe("sessionId");
        Should.Throw<ArgumentException>(() => pool.FindSessionWorker("")).ParamName.ShouldBe("sessionId");
        Should.Throw<ArgumentException>(() => pool.GetWorkerHistory("")).ParamName.ShouldBe("workerId");
        pool.GetStats().Counters.Checkouts.ShouldBe(0);
    }

    [Test]
    public async Task Wait_for_no_workers_or_for_no_time_is_refused()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });

        Should.Throw<ArgumentOutOfRangeException>(() => scripted.Pool.WaitUntilReadyAsync(0, TimeSpan.FromSeconds(1)).AsTask()).ParamName.ShouldBe("workers");
        Should.Throw<ArgumentOutOfRangeException>(() => scripted.Pool.WaitUntilReadyAsync(1, TimeSpan.Zero).AsTask()).ParamName.ShouldBe("timeout");
    }

    [Test]
    public async Task Deadline_of_no_time_is_refused_and_counts_as_no_error()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });

        await Should.ThrowAsync<ArgumentOutOfRangeException>(
            async () => await scripted.Pool.ExecuteAsync("s", "who", options: new ExecuteOptions { Timeout = TimeSpan.Zero }));

        scripted.Pool.GetStats().Counters.Errors.ShouldBe(0);
    }

    [Test]
    public async Task Call_that_was_cancelled_before_it_was_made_is_not_counted()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var cancelled = new CancellationToken(canceled: true);

        await Should.ThrowAsync<OperationCanceledException>(async () => await scripted.Pool.ExecuteAsync("s", "who", cancellationToken: cancelled));
        await Should.ThrowAsync<OperationCanceledException>(
            async () => await scripted.Pool.ExecuteBatchAsync("s", [new BatchCommand("who")], cancellationToken: cancelled));

        var counters = scripted.Pool.GetStats().Counters;
        (counters.Cancellations, counters.Checkouts).ShouldBe((0, 0));
    }

    [Test]
    public async Task Prepared_pool_that_has_ended_is_not_started_and_says_that_no_attempt_was_made()
    {
        var pool = SessionPool.Prepare(
            new PoolOptions { Size = 1 }, new InMemoryAdapter(context => new ScriptedWorker(context)), new SessionPoolServices());
        await pool.DisposeAsync();

        var error = await Should.ThrowAsync<PoolDisposedException>(
            pool.StartPreparedAsync(inBackground: true, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30)));

        error.Attempts.ShouldBe(0);
        pool.GetStats().State.ShouldBe(PoolState.Disposed);
    }

    private static async Task RefusedAsync(Func<Task> act, string parameter) =>
        (await Should.ThrowAsync<ArgumentNullException>(act)).ParamName.ShouldBe(parameter);
}
