using Pool.Runtime.Adapters;

namespace Pool.Runtime.Tests;

/// <summary>Where a call is tried again after an error that asks for it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SessionPoolFailOverTests
{
    private string? _failedOn;

    [TestCase(WorkerOrder.Lifo)]
    [TestCase(WorkerOrder.Fifo)]
    public async Task Call_goes_to_the_first_idle_worker_but_the_one_that_failed(WorkerOrder order)
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 3, IdleOrder = order });
        var used = new List<string>();
        for (var i = 0; i < 3; i++)
            used.Add((await scripted.Pool.ExecuteAnonymousAsync("who")).WorkerId);

        var result = await scripted.Pool.ExecuteAnonymousAsync("flaky");

        result.Attempts.ShouldBe(2);
        result.WorkerId.ShouldNotBe(_failedOn);
        if (order == WorkerOrder.Fifo)
            (_failedOn, result.WorkerId).ShouldBe((used[0], used[1]));
    }

    [Test]
    public async Task Session_leaves_the_worker_that_failed()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 2 });

        var result = await scripted.Pool.ExecuteAsync("s", "flaky");

        (result.Attempts, result.WorkerId == _failedOn).ShouldBe((2, false));
        scripted.Pool.GetStats().Counters.SessionMoves.ShouldBe(1);
    }

    [Test]
    public async Task Session_that_is_bound_to_the_worker_that_failed_is_tried_there_again()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 2, MaxQueue = 0, Affinity = SessionAffinity.StrictFailFast });

        var result = await scripted.Pool.ExecuteAsync("s", "flaky");

        (result.Attempts, result.WorkerId).ShouldBe((2, _failedOn));
    }

    [Test]
    public async Task Only_worker_there_is_gets_the_call_again()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1, MaxQueue = 0 });

        var result = await scripted.Pool.ExecuteAnonymousAsync("flaky");

        (result.Attempts, result.WorkerId).ShouldBe((2, _failedOn));
    }

    private Task<ScriptedPool> StartAsync(PoolOptions options) => ScriptedPool.StartAsync(options, script: worker => worker.On(
        "flaky",
        _ => Interlocked.CompareExchange(ref _failedOn, worker.Context.WorkerId, null) is null
            ? InProcessReply.Failure(new InProcessError("Busy", "not now", Retryable: true))
            : InProcessReply.Success(null),
        CommandKind.Query));
}
