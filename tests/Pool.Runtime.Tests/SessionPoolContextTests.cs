using System.Text.Json;
using Pool.Runtime.Adapters;

namespace Pool.Runtime.Tests;

/// <summary>Callers that block their only thread on what they ask of the pool, and what they do to others by it.</summary>
[TestFixture(Transport.InMemory)]
[TestFixture(Transport.Framed)]
internal sealed class SessionPoolContextTests(Transport transport)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, Action<SessionPool>> Blocking = new(StringComparer.Ordinal)
    {
        ["execute"] = pool => pool.ExecuteAsync("s", "who").Block(),
        ["execute and read"] = pool => pool.ExecuteAsync<int>("s", "echo", 3).Block().ShouldBe(3),
        ["execute without a session"] = pool => pool.ExecuteAnonymousAsync("who").Block(),
        ["batch"] = pool => pool.ExecuteBatchAsync("s", [new BatchCommand("who"), new BatchCommand("who")]).Block().Count.ShouldBe(2),
        ["lease"] = UseLease,
        ["stream"] = pool => Read(pool, howMany: 40).ShouldBe(Enumerable.Range(0, 40)),
        ["leave a stream"] = pool => Read(pool, howMany: 3).ShouldBe(Enumerable.Range(0, 3)),
        ["end a session"] = EndSession,
        ["resize"] = Resize,
        ["clear"] = pool => pool.ClearAsync().Block(),
        ["wait until ready"] = pool => pool.WaitUntilReadyAsync(2, Patience).Block(),
        ["drain"] = pool => pool.DrainAsync(Patience).Block().ShouldBeTrue(),
        ["dispose"] = pool => pool.DisposeAsync().Block(),
    };

    private static string[] Operations() => [.. Blocking.Keys];

    [TestCaseSource(nameof(Operations))]
    public async Task Caller_that_blocks_its_only_thread_gets_its_answer(string operation)
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 2 });

        await BlockingCaller.RunAsync(() => Blocking[operation](scripted.Pool));
    }

    [Test]
    public async Task Blocking_callers_of_two_pools_and_two_sessions_wait_for_each_others_workers_and_all_get_their_answers()
    {
        await using var first = await StartAsync(new PoolOptions { Size = 1, QueueTimeout = Patience });
        await using var second = await StartAsync(new PoolOptions { Size = 1, QueueTimeout = Patience });

        void CallBoth(string session)
        {
            for (var i = 0; i < 50; i++)
            {
                first.Pool.ExecuteAsync(session, "append", new { item = $"{i}" }).Block();
                UseLease(second.Pool);
                second.Pool.ExecuteAsync(session, "append", new { item = $"{i}" }).Block();
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(caller => BlockingCaller.RunAsync(() => CallBoth($"s{caller % 2}"))));

        foreach (var pool in (SessionPool[])[first.Pool, second.Pool])
            (await pool.ExecuteAsync<string[]>("s0", "list")).ShouldNotBeNull().Length.ShouldBe(100);
    }

    [Test]
    public async Task Callers_that_never_come_back_from_their_answers_stop_nobody_else()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1, QueueTimeout = Patience });
        using var never = new ManualResetEventSlim();
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        async Task StayAsync()
        {
            await scripted.Pool.ExecuteAnonymousAsync("who");
            answered.TrySetResult();
            never.Wait();
        }

        var staying = Task.Run(StayAsync);
        await answered.Task.WaitAsync(Patience);
        for (var i = 0; i < 100; i++)
            await scripted.Pool.ExecuteAnonymousAsync("who").AsTask().WaitAsync(Patience);
        never.Set();
        await staying;
    }

    [Test]
    public async Task Lease_that_is_given_back_returns_before_the_next_borrowers_code_runs()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1, QueueTimeout = Patience });
        for (var i = 0; i < 100; i++)
        {
            using var returned = new ManualResetEventSlim();
            var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
            var next = BorrowAsync();

            async Task<bool> BorrowAsync()
            {
                await using var borrowed = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
                // Would never be set if this ran inside the other's return.
                return returned.Wait(Patience);
            }

            await BlockingCaller.RunAsync(() =>
            {
                lease.DisposeAsync().Block();
                returned.Set();
            });
            (await next).ShouldBeTrue();
        }
    }

    [Test]
    public async Task Caller_that_cancels_returns_before_the_cancelled_calls_code_runs()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1 });
        using var cancelled = new ManualResetEventSlim();
        using var source = new CancellationTokenSource();
        var held = WaitAsync();
        await scripted.Workers[0].Holding.Task;

        async Task<bool> WaitAsync()
        {
            try
            {
                await scripted.Pool.ExecuteAnonymousAsync("hold", cancellationToken: source.Token);
                return false;
            }
            catch (OperationCanceledException)
            {
                return cancelled.Wait(Patience);
            }
        }

        await BlockingCaller.RunAsync(() =>
        {
            source.Cancel();
            cancelled.Set();
        });

        (await held).ShouldBeTrue();
    }

    private static void UseLease(SessionPool pool)
    {
        var lease = pool.CheckoutAsync(CheckoutRequest.ForSession("leased")).Block();
        lease.ExecuteAsync("who").Block();
        lease.ExecuteAsync<int>("echo", 4).Block().ShouldBe(4);
        lease.DisposeAsync().Block();
    }

    private static void EndSession(SessionPool pool)
    {
        pool.ExecuteAsync("s", "who").Block();
        pool.EndSessionAsync("s").Block();
        pool.GetStats().Sessions.ShouldBe(0);
    }

    private static void Resize(SessionPool pool)
    {
        pool.ResizeAsync(4).Block();
        pool.ResizeAsync(1).Block();
        pool.ExecuteAnonymousAsync("who").Block();
    }

    // With a window of two, so that the reader has to grant more.
    private static List<int> Read(SessionPool pool, int howMany)
    {
        var read = new List<int>();
        IAsyncEnumerator<JsonElement> chunks = pool.StreamAsync("s", "count", options: new ExecuteOptions { StreamWindow = 2 }).GetAsyncEnumerator();
        while (read.Count < howMany && chunks.MoveNextAsync().Block())
            read.Add(chunks.Current.GetInt32());
        chunks.DisposeAsync().Block();
        return read;
    }

    private Task<ScriptedPool> StartAsync(PoolOptions options) =>
        ScriptedPool.StartAsync(options, transport: transport, script: worker => worker.OnAsync("count", CountAsync, CommandKind.Query));

    private static async ValueTask<InProcessReply> CountAsync(InProcessRequest request, CancellationToken stopped)
    {
        for (var number = 0; number < 40; number++)
            await request.SendChunkAsync(number);
        return InProcessReply.Success(null);
    }
}
