using System.Runtime.CompilerServices;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests;

[TestFixture(Transport.InMemory)]
[TestFixture(Transport.Framed)]
internal sealed class SessionPoolCancellationTests(Transport transport)
{
    [TestCase(null)]
    [TestCase("s")]
    public async Task Worker_that_heard_nothing_of_a_cancelled_call_stays(string? session)
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1 });
        using var cancel = new CancellationTokenSource();
        var args = new CancellingArguments(cancel);

        var error = await Should.ThrowAsync<OperationCanceledException>(async () => await (session is null
            ? scripted.Pool.ExecuteAnonymousAsync("who", args, cancellationToken: cancel.Token)
            : scripted.Pool.ExecuteAsync(session, "who", args, cancellationToken: cancel.Token)));

        error.CancellationToken.ShouldBe(cancel.Token);
        scripted.Pool.GetStats().ShouldSatisfyAllConditions(
            stats => stats.Ready.ShouldBe(1), stats => stats.Counters.Losses.ShouldBe(0), stats => stats.Counters.Cancellations.ShouldBe(1));
        scripted.Workers.ShouldHaveSingleItem().Handled.ShouldBeEmpty();
    }

    [TestCase(null, "Pool 'pool', worker 'pool-w1', command 'hold': The call was cancelled by its caller.")]
    [TestCase("s", "Pool 'pool', worker 'pool-w1', session 's', command 'hold': The call was cancelled by its caller.")]
    public async Task Cancelled_call_names_what_was_called(string? session, string message)
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1 });
        using var cancel = new CancellationTokenSource();
        var call = session is null
            ? scripted.Pool.ExecuteAnonymousAsync("hold", cancellationToken: cancel.Token)
            : scripted.Pool.ExecuteAsync(session, "hold", cancellationToken: cancel.Token);
        await scripted.Workers[0].Holding.Task;
        await cancel.CancelAsync();

        // Not by way of a task, which would put a message of its own in the place of this.
        (await Caught(call)).Message.ShouldBe(message);
    }

    [Test]
    public async Task Mutation_whose_answer_nobody_heard_is_not_in_the_session()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1 });
        await scripted.Pool.ExecuteAsync("s", "append", new { item = "a" });
        using var cancel = new CancellationTokenSource();
        var held = scripted.Pool.ExecuteAsync("s", "hold", cancellationToken: cancel.Token).AsTask();
        await scripted.Workers[0].Holding.Task;

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(held);

        (await scripted.Pool.ExecuteAsync<string[]>("s", "list")).ShouldBe(["a"]);
    }

    // Alone: the event is the process's own, and a collection must find what the call left behind.
    [Test]
    [NonParallelizable]
    public async Task Answer_that_never_came_to_a_cancelled_call_is_no_unobserved_error()
    {
        var unobserved = new List<string>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs args)
        {
            lock (unobserved)
                unobserved.AddRange(args.Exception.InnerExceptions.OfType<PoolException>().Select(error => error.PoolName));
        }

        var name = $"unobserved-{transport}";
        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            await CancelACallAsync(name);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        unobserved.ShouldNotContain(name);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task CancelACallAsync(string name)
    {
        await using var scripted = await StartAsync(new PoolOptions { Name = name, Size = 1 });
        for (var i = 0; i < 5; i++)
        {
            using var cancel = new CancellationTokenSource();
            var held = scripted.Pool.ExecuteAsync("s", "hold", cancellationToken: cancel.Token).AsTask();
            await Task.WhenAny(scripted.Workers.Where(worker => !worker.Disposed).Select(worker => worker.Holding.Task));
            await cancel.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(held);
        }
    }

    private static async Task<Exception> Caught(ValueTask<CommandResult> call)
    {
        try
        {
            await call;
        }
        catch (OperationCanceledException e)
        {
            return e;
        }

        throw new InvalidOperationException("It was not cancelled.");
    }

    private Task<ScriptedPool> StartAsync(PoolOptions options, Action<ScriptedWorker>? script = null) =>
        ScriptedPool.StartAsync(options, transport: transport, script: script);

    /// <summary>Cancels the call while it is being written, so that the call finds its worker with its token cancelled.</summary>
    private sealed class CancellingArguments(CancellationTokenSource source)
    {
        public int Number
        {
            get
            {
                source.Cancel();
                return 1;
            }
        }
    }
}
