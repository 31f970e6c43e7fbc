using Pool.Runtime;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;

namespace Pool.SystemTests.Workers;

/// <summary>Workers that break the protocol on purpose: a typed error, another worker, and no more memory than before. Alone, since memory is measured.</summary>
[NonParallelizable]
internal sealed class ProtocolAbuseTests
{
    private const long Flat = 8 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [TestCase("garbage")]
    [TestCase("print")]
    [TestCase("giant length")]
    [TestCase("giant blob")]
    [TestCase("hello twice")]
    [TestCase("unknown id")]
    public async Task Frame_that_no_worker_may_send_is_a_violation_and_the_worker_is_replaced(string how)
    {
        await using var pool = await StartAsync(how);
        var first = await WhoAsync(pool);
        var memory = Memory();

        await Should.ThrowAsync<ProtocolViolationException>(async () => await pool.ExecuteAnonymousAsync("abuse"));

        (await WhoAsync(pool)).ShouldNotBe(first);
        pool.GetStats().Counters.Losses.ShouldBe(1);
        (Memory() - memory).ShouldBeLessThan(Flat);
    }

    [Test]
    public async Task Second_reply_to_a_request_reaches_nobody_and_the_worker_is_replaced()
    {
        await using var pool = await StartAsync("two replies");
        var first = await WhoAsync(pool);
        var events = pool.ObserveAsync();

        await pool.ExecuteAnonymousAsync("abuse");

        await events.FirstAsync(happened => happened is PoolEvent.WorkerMoved { Reason: Runtime.Workers.TransitionReason.ProtocolViolation });
        (await WhoAsync(pool)).ShouldNotBe(first);
    }

    [Test]
    public async Task Frame_that_breaks_off_keeps_its_caller_no_longer_than_its_deadline_and_the_worker_is_replaced()
    {
        await using var pool = await StartAsync("partial frame");
        var first = await WhoAsync(pool);

        var error = await Should.ThrowAsync<CommandTimeoutException>(
            async () => await pool.ExecuteAnonymousAsync("abuse", options: new ExecuteOptions { Timeout = TimeSpan.FromMilliseconds(200) }));

        error.RequestFate.ShouldBe(RequestFate.Sent);
        (await WhoAsync(pool)).ShouldNotBe(first);
    }

    [TestCase("late reply", 0, true)]
    [TestCase("two late replies", 1, false)]
    [TestCase("deaf to cancel", 1, false)]
    public async Task Reply_after_a_cancel_is_nobodys_and_only_a_worker_that_gives_one_in_time_stays(string how, int losses, bool stays)
    {
        await using var pool = await StartAsync(how);
        var first = await WhoAsync(pool);
        using var caller = new CancellationTokenSource();
        var waiting = new FirstProgress();
        var call = pool.ExecuteAnonymousAsync("abuse", options: new ExecuteOptions { Progress = waiting }, cancellationToken: caller.Token).AsTask();
        await waiting.Came.WaitAsync(Patience);

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
        ((await WhoAsync(pool)) == first).ShouldBe(stays);
        pool.GetStats().Counters.Losses.ShouldBe(losses);
    }

    [Test]
    public async Task Hundred_megabytes_of_error_output_cost_no_memory_and_no_call()
    {
        await using var pool = await StartAsync("error flood");
        var first = await WhoAsync(pool);
        var memory = Memory();

        await pool.ExecuteAnonymousAsync("abuse");

        (await WhoAsync(pool)).ShouldBe(first);
        (Memory() - memory).ShouldBeLessThan(Flat);
    }

    [Test]
    public async Task Chunks_that_nobody_asked_for_end_in_an_error_before_they_fill_the_memory()
    {
        await using var pool = await StartAsync("chunk flood");
        var memory = Memory();

        await Should.ThrowAsync<PoolException>(async () => await pool.ExecuteAnonymousAsync(
            "abuse", options: new ExecuteOptions { Timeout = TimeSpan.FromSeconds(1) }));

        (Memory() - memory).ShouldBeLessThan(Flat);
        await WhoAsync(pool);
    }

    [TestCase("wrong version", "protocol")]
    [TestCase("exit in hello", "exit status 4")]
    [TestCase("silent hello", "was not ready in time")]
    public async Task Worker_that_never_says_a_proper_hello_does_not_start(string how, string reason)
    {
        var error = await Should.ThrowAsync<WorkerStartException>(async () => await StartAsync(how, startTimeout: how == "silent hello" ? TimeSpan.FromSeconds(1) : Patience));

        error.ToString().ShouldContain(reason);
    }

    [Test]
    public async Task Print_by_c_in_a_worker_with_an_sdk_reaches_no_frame()
    {
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, new ProcessAdapter(Processes.ProcessWorker.Options(StartMode.Spawn)));

        await pool.ExecuteAnonymousAsync("print_in_c", new { text = "not a frame" });
        await pool.ExecuteAnonymousAsync("look");

        pool.GetStats().Counters.Losses.ShouldBe(0);
    }

    private static async Task<string> WhoAsync(SessionPool pool) => (await pool.ExecuteAnonymousAsync("behave")).WorkerId;

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);

    private static async Task<SessionPool> StartAsync(string how, TimeSpan? startTimeout = null) => await SessionPool.StartAsync(
        new PoolOptions { Size = 1, StartTimeout = startTimeout ?? Patience, CommandTimeout = Patience },
        new ProcessAdapter(new ProcessAdapterOptions
        {
            FileName = WorkerPrograms.Python.Path,
            Arguments = ["-I", "-S", Path.Combine(AppContext.BaseDirectory, "abusive_worker.py"), how],
        }));
}
