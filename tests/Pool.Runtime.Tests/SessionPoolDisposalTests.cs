using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests;

[TestFixture(Transport.InMemory)]
[TestFixture(Transport.Framed)]
internal sealed class SessionPoolDisposalTests(Transport transport)
{
    [Test]
    public async Task Workers_code_that_runs_when_it_is_stopped_may_use_the_pool()
    {
        SessionPool pool = null!;
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answered = false;
        pool = await StartAsync(new StoppableWorker(async stopped =>
        {
            var end = new TaskCompletionSource();
            stopped.Register(() =>
            {
                answered = Task.Run(() => pool.GetStats()).Wait(TimeSpan.FromSeconds(5), CancellationToken.None);
                end.SetResult();
            });
            begun.SetResult();
            await end.Task;
        }));
        var running = pool.ExecuteAnonymousAsync("run").AsTask();
        await begun.Task;

        await pool.DisposeAsync();

        await Should.ThrowAsync<PoolDisposedException>(running);
        answered.ShouldBeTrue("a thread of the worker waited for the pool's lock");
    }

    [Test]
    public async Task Worker_whose_code_ignores_its_stop_holds_up_the_disposal_for_seconds_only()
    {
        var time = new FakeTimeProvider();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var never = new TaskCompletionSource();
        var pool = await StartAsync(new StoppableWorker(_ =>
        {
            begun.SetResult();
            return never.Task;
        }), time);
        var running = pool.ExecuteAnonymousAsync("run", options: new ExecuteOptions { Timeout = TimeSpan.FromDays(20) }).AsTask();
        await begun.Task;

        var disposal = pool.DisposeAsync().AsTask();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!disposal.IsCompleted && !patience.IsCancellationRequested)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        disposal.IsCompleted.ShouldBeTrue();
        await Should.ThrowAsync<PoolDisposedException>(running);
        pool.GetStats().Workers.ShouldBeEmpty();
        never.SetResult();
    }

    [Test]
    public async Task Workers_that_were_ending_are_disposed_when_the_pool_is()
    {
        for (var i = 0; i < 50; i++)
        {
            var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 3 }, transport: transport);
            scripted.Workers[0].Context.Crash("just before the disposal");

            await scripted.DisposeAsync();

            scripted.Workers.ShouldAllBe(worker => worker.Disposed);
            scripted.Pool.GetStats().Workers.ShouldBeEmpty();
        }
    }

    private ValueTask<SessionPool> StartAsync(IInProcessWorker worker, TimeProvider? time = null) => SessionPool.StartAsync(
        new PoolOptions { Size = 1 },
        transport == Transport.Framed ? new DuplexPipeAdapter(_ => worker) : new InMemoryAdapter(_ => worker),
        new SessionPoolServices { Time = time ?? TimeProvider.System });

    /// <summary>Hands the token of its stop to the test and answers when the test does.</summary>
    private sealed class StoppableWorker(Func<CancellationToken, Task> run) : IInProcessWorker
    {
        public InProcessWorkerDescription Describe() => new("stoppable", new Dictionary<string, CommandKind> { ["run"] = CommandKind.Effect });

        public async ValueTask<InProcessReply> HandleAsync(InProcessRequest request, CancellationToken stopped)
        {
            await run(stopped);
            return InProcessReply.Success(null);
        }

        public void EndSession(string sessionId)
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
