using Pool.Runtime;

namespace Pool.SystemTests.Workers;

/// <summary>Where a caller's code goes on: never on a thread that reads for a worker.</summary>
internal sealed class CallerThreadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [TestCase(1)]
    [TestCase(2)]
    public async Task Given_many_callers_when_they_are_answered_then_each_goes_on_on_a_thread_of_the_thread_pool(int workers)
    {
        await using var pool = await StartAsync(workers);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(() => CallAsync(pool, caller))));
    }

    [Test]
    public async Task Given_callers_that_never_come_back_from_their_answers_when_others_call_then_they_are_served()
    {
        await using var pool = await StartAsync(workers: 1);
        using var never = new ManualResetEventSlim();
        List<Task> staying = [];
        for (var i = 0; i < 4; i++)
        {
            var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            staying.Add(Task.Run(async () =>
            {
                await pool.ExecuteAnonymousAsync("ping");
                answered.SetResult();
                never.Wait();
            }));
            await answered.Task.WaitAsync(Patience);
        }

        for (var i = 0; i < 100; i++)
            await pool.ExecuteAnonymousAsync("ping").AsTask().WaitAsync(Patience);
        never.Set();
        await Task.WhenAll(staying);
    }

    private static async Task CallAsync(SessionPool pool, int caller)
    {
        var session = $"s{caller % 5}";
        for (var i = 0; i < 20; i++)
        {
            await pool.ExecuteAnonymousAsync("ping");
            ShouldBeOnAThreadOfItsOwn();
            await pool.ExecuteBatchAsync(session, [new BatchCommand("ping"), new BatchCommand("ping")]);
            ShouldBeOnAThreadOfItsOwn();
            await using (var lease = await pool.CheckoutAsync(CheckoutRequest.ForSession(session)))
            {
                ShouldBeOnAThreadOfItsOwn();
                await lease.ExecuteAsync("ping");
                ShouldBeOnAThreadOfItsOwn();
            }

            await Should.ThrowAsync<Runtime.Errors.RemoteCommandException>(async () => await pool.ExecuteAsync(session, "fail"));
            ShouldBeOnAThreadOfItsOwn();
            await foreach (var _ in pool.StreamAsync(session, "count", new { to = 3 }))
                ShouldBeOnAThreadOfItsOwn();
            ShouldBeOnAThreadOfItsOwn();
        }
    }

    private static void ShouldBeOnAThreadOfItsOwn() =>
        Thread.CurrentThread.IsThreadPoolThread.ShouldBeTrue($"A caller went on on the thread '{Thread.CurrentThread.Name}'.");

    private static Task<SessionPool> StartAsync(int workers) => SessionPool.StartAsync(
        new PoolOptions { Size = workers, QueueTimeout = Patience, CommandTimeout = Patience, StartTimeout = Patience }, WorkerProgram.Python.Adapter()).AsTask();
}
