using System.Text.Json;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests;

[TestFixture(Transport.InMemory)]
[TestFixture(Transport.Framed)]
internal sealed class SessionPoolStreamingTests(Transport transport)
{
    private static readonly byte[] Bytes = [1, 2, 250];

    private static readonly ExecuteOptions Narrow = new() { StreamWindow = 4 };

    [Test]
    public async Task Chunks_come_in_order_and_the_call_counts_as_one()
    {
        await using var scripted = await StartAsync(Counting);

        var chunks = await ReadAsync(scripted.Pool.StreamAsync("s", "count", 100, Narrow));

        chunks.ShouldBe(Enumerable.Range(0, 100));
        var counters = scripted.Pool.GetStats().Counters;
        (counters.Successes, counters.Checkouts, counters.Checkins, counters.Losses).ShouldBe((1, 1, 1, 0));
    }

    [Test]
    public async Task Stream_without_chunks_ends_at_once()
    {
        await using var scripted = await StartAsync(Counting);

        (await ReadAsync(scripted.Pool.StreamAsync("s", "count", 0))).ShouldBeEmpty();

        scripted.Pool.GetStats().Counters.Successes.ShouldBe(1);
    }

    [Test]
    public async Task Worker_uses_its_window_and_is_never_further_ahead()
    {
        var (sent, read, lead) = (0, 0, 0);
        var windowUsed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var scripted = await StartAsync(worker => worker.OnAsync(
            "count",
            async (request, _) =>
            {
                for (var i = 0; i < 200; i++)
                {
                    await request.SendChunkAsync(i);
                    // What is being read is granted anew before its reader sees it.
                    lead = Math.Max(lead, ++sent - Volatile.Read(ref read) - 1);
                    if (sent == Narrow.StreamWindow)
                        windowUsed.SetResult();
                }

                return InProcessReply.Success(null);
            },
            CommandKind.Query));

        var chunks = new List<int>();
        await foreach (var chunk in scripted.Pool.StreamAsync<int>("s", "count", options: Narrow))
        {
            await windowUsed.Task;
            chunks.Add(chunk);
            Interlocked.Increment(ref read);
        }

        chunks.ShouldBe(Enumerable.Range(0, 200));
        lead.ShouldBeLessThanOrEqualTo(Narrow.StreamWindow);
    }

    [Test]
    public async Task Leaving_the_loop_cancels_the_command_and_frees_the_worker()
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var scripted = await StartAsync(
            worker =>
            {
                worker.ObservesCancellation = true;
                worker.OnAsync(
                    "endless",
                    async (request, _) =>
                    {
                        await using var onCancel = request.Cancelled.Register(cancelled.SetResult);
                        for (var i = 0; ; i++)
                            await request.SendChunkAsync(i);
                    },
                    CommandKind.Query);
            },
            new WatchedTime());

        await foreach (var chunk in scripted.Pool.StreamAsync<int>("s", "endless"))
        {
            if (chunk == 40)
                break;
        }

        await cancelled.Task;
        (await scripted.Pool.ExecuteAsync("s", "who")).WorkerId.ShouldBe(scripted.Workers[0].Context.WorkerId);
        var counters = scripted.Pool.GetStats().Counters;
        (counters.Cancellations, counters.Errors, counters.Losses).ShouldBe((1, 0, 0));
    }

    [Test]
    public async Task Leaving_the_loop_replaces_a_worker_that_does_not_hear_of_it()
    {
        var time = new WatchedTime();
        await using var scripted = await StartAsync(Counting, time);

        await foreach (var chunk in scripted.Pool.StreamAsync<int>("s", "count", 1000, Narrow))
            break;
        await time.SetAsync(new PoolOptions().CancelGrace);
        time.Advance(new PoolOptions().CancelGrace);

        (await scripted.Pool.ExecuteAsync("s", "who")).WorkerId.ShouldNotBe(scripted.Workers[0].Context.WorkerId);
    }

    [Test]
    public async Task Error_comes_after_the_chunks_before_it()
    {
        await using var scripted = await StartAsync(worker => worker.OnAsync(
            "count",
            async (request, _) =>
            {
                await request.SendChunkAsync(0);
                await request.SendChunkAsync(1);
                return InProcessReply.Failure(new InProcessError("ValueError", "no more", Retryable: true));
            },
            CommandKind.Query));
        await using var reading = scripted.Pool.StreamAsync<int>("s", "count").GetAsyncEnumerator();

        (await reading.MoveNextAsync(), reading.Current).ShouldBe((true, 0));
        (await reading.MoveNextAsync(), reading.Current).ShouldBe((true, 1));
        (await Should.ThrowAsync<RemoteCommandException>(async () => await reading.MoveNextAsync())).Attempts.ShouldBe(1);
        await Should.ThrowAsync<RemoteCommandException>(async () => await reading.MoveNextAsync());
        scripted.Workers.Sum(worker => worker.Handled.Count).ShouldBe(1);
    }

    [Test]
    public async Task Stream_whose_worker_is_lost_before_the_first_chunk_begins_again()
    {
        var attempts = 0;
        await using var scripted = await StartAsync(worker => worker.OnAsync(
            "count",
            async (request, stopped) =>
            {
                if (Interlocked.Increment(ref attempts) == 1)
                    worker.Context.Crash("scripted");
                return await CountAsync(request, 6);
            },
            CommandKind.Query));

        (await ReadAsync(scripted.Pool.StreamAsync("s", "count", options: Narrow))).ShouldBe(Enumerable.Range(0, 6));

        scripted.Pool.GetStats().Counters.Recovered.ShouldBe(1);
    }

    [TestCase(1)]
    [TestCase(2)]
    public async Task Nothing_is_tried_again_once_a_chunk_has_come(int crashFreeUntil)
    {
        var attempts = 0;
        var mayCrash = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var scripted = await StartAsync(worker => worker.OnAsync(
            "count",
            async (request, _) =>
            {
                if (Interlocked.Increment(ref attempts) == crashFreeUntil)
                {
                    await request.SendChunkAsync(0);
                    await mayCrash.Task;
                }

                worker.Context.Crash("scripted");
                return InProcessReply.Success(null);
            },
            CommandKind.Query));
        await using var reading = scripted.Pool.StreamAsync<int>("s", "count").GetAsyncEnumerator();
        (await reading.MoveNextAsync()).ShouldBeTrue();

        mayCrash.SetResult();

        var lost = await Should.ThrowAsync<WorkerLostException>(async () => await reading.MoveNextAsync());
        (lost.Attempts, attempts).ShouldBe((crashFreeUntil, crashFreeUntil));
    }

    [Test]
    public async Task Deadline_ends_the_reading()
    {
        var time = new WatchedTime();
        await using var scripted = await StartAsync(Counting, time);
        await using var reading = scripted.Pool.StreamAsync<int>(
            "s", "count", 1000, Narrow with { Timeout = TimeSpan.FromSeconds(2) }).GetAsyncEnumerator();
        (await reading.MoveNextAsync()).ShouldBeTrue();

        time.Advance(TimeSpan.FromSeconds(2));

        var error = await Should.ThrowAsync<CommandTimeoutException>(async () =>
        {
            while (await reading.MoveNextAsync())
            {
            }
        });
        (error.Phase, error.Attempts).ShouldBe((CommandPhase.Command, 1));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Token_ends_the_reading(bool ofTheCall)
    {
        await using var scripted = await StartAsync(Counting, new WatchedTime());
        using var cancel = new CancellationTokenSource();
        await using var reading = scripted.Pool.StreamAsync<int>("s", "count", 1000, Narrow, ofTheCall ? cancel.Token : default)
            .GetAsyncEnumerator(ofTheCall ? default : cancel.Token);
        (await reading.MoveNextAsync()).ShouldBeTrue();

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            while (await reading.MoveNextAsync())
            {
            }
        });
        scripted.Pool.GetStats().Counters.Cancellations.ShouldBe(1);
    }

    [Test]
    public async Task Chunks_are_read_as_asked_their_bytes_too_and_a_mismatch_is_said()
    {
        await using var scripted = await StartAsync(worker => worker.OnAsync(
            "pieces",
            async (request, _) =>
            {
                await request.SendChunkAsync(new { Number = 1, Data = Bytes });
                await request.SendChunkAsync("something else");
                return InProcessReply.Success(null);
            },
            CommandKind.Query));
        await using var reading = scripted.Pool.StreamAsync<Piece>("s", "pieces").GetAsyncEnumerator();

        (await reading.MoveNextAsync()).ShouldBeTrue();
        reading.Current!.Number.ShouldBe(1);
        reading.Current.Data.ShouldBe(Bytes);
        await Should.ThrowAsync<InvalidCastException>(async () => await reading.MoveNextAsync());
    }

    [Test]
    public async Task Each_reading_runs_the_command_and_none_runs_before()
    {
        await using var scripted = await StartAsync(Counting);
        var stream = scripted.Pool.StreamAsync("s", "count", 3);
        var untouched = stream.GetAsyncEnumerator();
        await untouched.DisposeAsync();
        (await untouched.MoveNextAsync()).ShouldBeFalse();
        scripted.Workers[0].Handled.ShouldBeEmpty();

        (await ReadAsync(stream)).ShouldBe([0, 1, 2]);
        (await ReadAsync(stream)).ShouldBe([0, 1, 2]);

        scripted.Workers[0].Handled.ShouldBe(["count", "count"]);
    }

    [Test]
    public async Task Sessions_next_call_waits_for_the_end_of_the_stream()
    {
        await using var scripted = await StartAsync(Counting);
        await using var reading = scripted.Pool.StreamAsync<int>("s", "count", 20, Narrow).GetAsyncEnumerator();
        (await reading.MoveNextAsync()).ShouldBeTrue();

        var next = scripted.Pool.ExecuteAsync("s", "who").AsTask();

        scripted.Pool.GetStats().QueueDepth.ShouldBe(1);
        while (await reading.MoveNextAsync())
        {
        }

        await next;
        scripted.Workers[0].Handled.ShouldBe(["count", "who"]);
    }

    [Test]
    public async Task Mutation_that_streamed_is_a_part_of_the_session()
    {
        await using var scripted = await StartAsync(worker => worker.OnAsync(
            "count", (request, _) => CountAsync(request, 20), CommandKind.Mutation));
        (await ReadAsync(scripted.Pool.StreamAsync("s", "count", options: Narrow))).Count.ShouldBe(20);
        scripted.Workers[0].Context.Crash("killed by the test");
        await scripted.ReachAsync(stats => stats.Counters.Losses == 1);

        await scripted.Pool.ExecuteAsync("s", "who");

        scripted.Workers[1].Handled.ShouldBe(["count", "who"]);
    }

    [Test]
    public async Task What_is_asked_wrongly_is_said()
    {
        await using var scripted = await StartAsync(Counting);

        Should.Throw<ArgumentException>(() => scripted.Pool.StreamAsync("", "count"));
        Should.Throw<ArgumentOutOfRangeException>(() => scripted.Pool.StreamAsync("s", "count", options: new ExecuteOptions { StreamWindow = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => scripted.Pool.StreamAsync("s", "count", options: new ExecuteOptions { StreamWindow = 10_001 }));
        await Should.ThrowAsync<ArgumentException>(async () => await ReadAsync(scripted.Pool.StreamAsync("s", "")));
        scripted.Workers[0].Handled.ShouldBeEmpty();
    }

    private static void Counting(ScriptedWorker worker) =>
        worker.OnAsync("count", (request, _) => CountAsync(request, request.Args.GetInt32()), CommandKind.Query);

    private static async ValueTask<InProcessReply> CountAsync(InProcessRequest request, int count)
    {
        for (var i = 0; i < count; i++)
            await request.SendChunkAsync(i);
        return InProcessReply.Success(count);
    }

    private static async Task<List<int>> ReadAsync(IAsyncEnumerable<JsonElement> chunks)
    {
        var read = new List<int>();
        await foreach (var chunk in chunks)
            read.Add(chunk.GetInt32());
        return read;
    }

    private Task<ScriptedPool> StartAsync(Action<ScriptedWorker> script, TimeProvider? time = null) =>
        ScriptedPool.StartAsync(new PoolOptions { Size = 1 }, time, transport, script);

    private sealed record Piece(int Number, byte[] Data);
}
