using System.Text.Json;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests;

[TestFixture(Transport.InMemory)]
[TestFixture(Transport.Framed)]
internal sealed class SessionPoolExecutionTests(Transport transport)
{
    private static readonly string[] Items = ["a", "b"];

    [Test]
    public async Task Answer_carries_value_worker_and_attempts()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1 });

        var result = await scripted.Pool.ExecuteAsync("s", "echo", new { text = "hello", number = 7 });

        result.Value.GetProperty("text").GetString().ShouldBe("hello");
        result.Value.GetProperty("number").GetInt32().ShouldBe(7);
        result.WorkerId.ShouldBe(scripted.Workers[0].Context.WorkerId);
        result.Attempts.ShouldBe(1);
    }

    [Test]
    public async Task Typed_answer_is_read_as_asked_and_a_mismatch_is_said()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1 });

        (await scripted.Pool.ExecuteAsync<string[]>("s", "echo", Items)).ShouldBe(Items);
        var error = await Should.ThrowAsync<InvalidCastException>(async () => await scripted.Pool.ExecuteAsync<int>("s", "echo", Items));
        error.Message.ShouldContain("The command ran");
    }

    [Test]
    public async Task Bytes_travel_both_ways_as_blobs()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1 }, worker => worker.On(
            "mirror", request => InProcessReply.Success(new { copy = request.Blobs[0].ToArray() }), CommandKind.Query));
        var bytes = new byte[100_000];
        new Random(7).NextBytes(bytes);

        var result = await scripted.Pool.ExecuteAnonymousAsync("mirror", new { data = bytes });

        result.Blobs.ShouldHaveSingleItem().ToArray().ShouldBe(bytes);
        result.Value.GetRawText().Length.ShouldBeLessThan(100);
    }

    [Test]
    public async Task Error_of_the_workers_own_code_arrives_with_type_message_and_traceback()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1 }, worker => worker.On(
            "break", _ => InProcessReply.Failure(new InProcessError("ValueError", "no such thing", false, "line 3")), CommandKind.Query));

        var error = await Should.ThrowAsync<RemoteCommandException>(async () => await scripted.Pool.ExecuteAsync("s", "break"));

        error.RemoteType.ShouldBe("ValueError");
        error.RemoteMessage.ShouldBe("no such thing");
        error.RemoteTraceback.ShouldBe("line 3");
        (error.PoolName, error.SessionId, error.Command, error.Attempts).ShouldBe(("pool", "s", "break", 1));
        scripted.Pool.GetStats().Counters.Losses.ShouldBe(0);
    }

    [Test]
    public async Task Arguments_that_cannot_be_written_are_refused_before_a_worker_is_touched()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1 });

        await Should.ThrowAsync<ArgumentsNotSerializableException>(async () => await scripted.Pool.ExecuteAsync("s", "echo", new { type = typeof(int) }));

        scripted.Workers[0].Handled.ShouldBeEmpty();
    }

    [Test]
    public async Task Arguments_beyond_the_frame_limit_are_refused_and_the_worker_stays()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1, MaxFrameBytes = 2048 });

        var error = await Should.ThrowAsync<FrameTooLargeException>(async () => await scripted.Pool.ExecuteAsync("s", "echo", new string('x', 4000)));
        (await scripted.Pool.ExecuteAsync("s", "echo", 1)).Value.GetInt32().ShouldBe(1);

        error.RequestFate.ShouldBe(RequestFate.NotSent);
        (error.Size, error.Limit).ShouldBe((4002, 2048));
        scripted.Pool.GetStats().Counters.Losses.ShouldBe(0);
    }

    [Test]
    public async Task Query_on_a_worker_that_crashes_is_tried_again_on_another()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 2 });
        scripted.WorkerOf((await scripted.Pool.ExecuteAsync("s", "who")).WorkerId).CrashOn("echo");

        var result = await scripted.Pool.ExecuteAsync("s", "echo", 5);

        result.Value.GetInt32().ShouldBe(5);
        result.Attempts.ShouldBe(2);
        var counters = scripted.Pool.GetStats().Counters;
        (counters.Recovered, counters.Retries, counters.Losses).ShouldBe((1, 1, 1));
    }

    [TestCase("append")]
    [TestCase("act")]
    public async Task What_may_have_taken_effect_is_never_sent_again(string command)
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 2 });
        foreach (var worker in scripted.Workers)
            worker.CrashOn(command);

        var error = await Should.ThrowAsync<WorkerLostException>(async () => await scripted.Pool.ExecuteAsync("s", command, new { item = "x" }));

        error.RequestFate.ShouldBe(RequestFate.Sent);
        error.Attempts.ShouldBe(1);
        scripted.Workers.Sum(worker => worker.Handled.Count(handled => handled == command)).ShouldBe(1);
    }

    [Test]
    public async Task Cancelled_call_releases_its_caller_at_once_and_replaces_the_worker()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1 });
        using var cancel = new CancellationTokenSource();
        var held = scripted.Pool.ExecuteAsync("s", "hold", cancellationToken: cancel.Token).AsTask();
        await scripted.Workers[0].Holding.Task;

        await cancel.CancelAsync();

        var error = await Should.ThrowAsync<OperationCanceledException>(held);
        error.CancellationToken.ShouldBe(cancel.Token);
        (await scripted.Pool.ExecuteAsync("s", "who")).WorkerId.ShouldNotBe(scripted.Workers[0].Context.WorkerId);
        var counters = scripted.Pool.GetStats().Counters;
        (counters.Cancellations, counters.Errors, counters.Losses, counters.Restarts).ShouldBe((1, 0, 1, 1));
    }

    [Test]
    public async Task Blocking_on_a_result_under_a_single_threaded_context_does_not_deadlock()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1 });
        var context = new NeverPumpedContext();

        var answer = await Task.Factory.StartNew(
            () =>
            {
                SynchronizationContext.SetSynchronizationContext(context);
                return scripted.Pool.ExecuteAsync<int>("s", "echo", 3).AsTask().GetAwaiter().GetResult();
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(TimeSpan.FromSeconds(30));

        answer.ShouldBe(3);
        context.Posts.ShouldBe(0);
    }

    [Test]
    public async Task Same_arguments_object_is_seen_as_json()
    {
        await using var scripted = await StartAsync(new PoolOptions { Size = 1 });

        var result = await scripted.Pool.ExecuteAnonymousAsync("echo", JsonSerializer.SerializeToElement(new { a = 1 }));

        result.Value.GetProperty("a").GetInt32().ShouldBe(1);
    }

    private Task<ScriptedPool> StartAsync(PoolOptions options, Action<ScriptedWorker>? script = null) =>
        ScriptedPool.StartAsync(options, transport: transport, script: script);
}
