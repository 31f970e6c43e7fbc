using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests;

[TestFixture(Transport.InMemory)]
[TestFixture(Transport.Framed)]
internal sealed class SessionPoolEndSessionTests(Transport transport)
{
    [Test]
    public async Task Worker_that_a_session_only_asked_is_told_of_its_end()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 }, transport: transport);
        await scripted.Pool.ExecuteAsync("s", "list");

        await scripted.Pool.EndSessionAsync("s");
        await scripted.Pool.ExecuteAnonymousAsync("who");

        scripted.Workers[0].Ended.ShouldBe(["s"]);
    }

    [Test]
    public async Task End_of_a_session_that_nobody_knows_begins_none_and_is_told_to_nobody()
    {
        var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 }, transport: transport);
        var events = scripted.Pool.ObserveAsync();

        await scripted.Pool.EndSessionAsync("unknown");
        (await scripted.Pool.DrainAsync(TimeSpan.Zero)).ShouldBeTrue();
        await scripted.Pool.EndSessionAsync("unknown");
        await scripted.DisposeAsync();

        (await events.OfType<PoolEvent.SessionEnded>().ToListAsync()).ShouldBeEmpty();
    }

    [Test]
    public async Task End_that_is_cancelled_before_it_begins_leaves_the_session()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 }, transport: transport);
        await scripted.Pool.ExecuteAsync("s", "append", new { item = "a" });

        await Should.ThrowAsync<OperationCanceledException>(async () => await scripted.Pool.EndSessionAsync("s", new CancellationToken(canceled: true)));

        (await scripted.Pool.ExecuteAsync<string[]>("s", "list")).ShouldBe(["a"]);
    }

    [Test]
    public async Task End_waits_for_its_sessions_calls_no_longer_than_a_command_may_take()
    {
        var time = new FakeTimeProvider();
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 1, CommandTimeout = TimeSpan.FromSeconds(4), QueueTimeout = TimeSpan.FromDays(1), HealthCheckInterval = TimeSpan.Zero }, time, transport);
        var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s"));
        var ending = scripted.Pool.EndSessionAsync("s").AsTask();

        time.Advance(TimeSpan.FromSeconds(4));

        scripted.Pool.GetStats().QueueDepth.ShouldBe(0);
        await Should.ThrowAsync<CommandTimeoutException>(ending);
        await lease.DisposeAsync();
    }

    [Test]
    public async Task Sessions_end_although_their_worker_is_busy_and_reads_nothing()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 }, transport: transport);
        var worker = scripted.Workers[0];
        // Enough to fill the pipe to a worker that does not read.
        var names = Enumerable.Range(0, 400).Select(number => $"s{number}-".PadRight(250, '-')).ToList();
        foreach (var name in names)
            await scripted.Pool.ExecuteAsync(name, "append", new { item = "old" });
        var held = scripted.Pool.ExecuteAnonymousAsync("hold").AsTask();
        await worker.Holding.Task;
        using var cancel = new CancellationTokenSource();

        var endings = names.Select(name => scripted.Pool.EndSessionAsync(name, cancel.Token).AsTask()).ToList();
        await cancel.CancelAsync();
        await Task.WhenAll(endings).WaitAsync(TimeSpan.FromSeconds(30));

        scripted.Pool.GetStats().Sessions.ShouldBe(0);
        var next = names.Select(name => scripted.Pool.ExecuteAsync<string[]>(name, "list").AsTask()).ToList();
        worker.Release.SetResult();
        await held;
        (await Task.WhenAll(next)).ShouldAllBe(items => items!.Length == 0);
        worker.Ended.Count.ShouldBe(400);
        scripted.Pool.GetStats().Counters.Losses.ShouldBe(0);
    }

    [Test]
    public async Task Call_that_tries_again_after_its_sessions_end_belongs_to_the_sessions_next_life()
    {
        // Far longer than the delays of the plan, so that the clock can be moved past those without counting.
        var patience = TimeSpan.FromDays(10);
        var time = new FakeTimeProvider();
        var matrix = RecoveryMatrix.Default.With(ErrorCategory.Resource, ErrorSeverity.Minor, RecoveryRule.BackOff(3, Backoff.Linear));
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 2, QueueTimeout = patience, CommandTimeout = TimeSpan.FromDays(24) }, time, transport,
            services: given => given with
            {
                ErrorOrchestrator = new ErrorOrchestrator(new ErrorOrchestratorOptions { Matrix = matrix }, time, 1),
            });
        var first = scripted.Pool.ExecuteAsync("s", "hold").AsTask();
        var firstWorker = await HoldingAsync(scripted);
        var again = scripted.Pool.ExecuteAsync("s", "echo", 7).AsTask();
        time.Advance(patience);
        await DepthAsync(scripted, 0);
        firstWorker.Release.SetResult();
        await first;
        await scripted.Pool.EndSessionAsync("s");
        var second = scripted.Pool.ExecuteAsync("s", "hold").AsTask();
        var secondWorker = await HoldingAsync(scripted);

        while (!again.IsCompleted && scripted.Pool.GetStats().QueueDepth == 0)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        again.IsCompleted.ShouldBeFalse();
        secondWorker.Release.SetResult();
        await second;
        (await again).Attempts.ShouldBe(2);
    }

    private static async Task<ScriptedWorker> HoldingAsync(ScriptedPool scripted)
    {
        var holding = await Task.WhenAny(scripted.Workers.Select(worker => worker.Holding.Task));
        return scripted.Workers.Single(worker => worker.Holding.Task == holding);
    }

    private static async Task DepthAsync(ScriptedPool scripted, int depth)
    {
        while (scripted.Pool.GetStats().QueueDepth != depth)
            await Task.Yield();
    }
}
