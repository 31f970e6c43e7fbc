using System.Security.Cryptography;
using Pool.Runtime;
using Pool.Runtime.Errors;
using Pool.Runtime.Workers;

namespace Pool.SystemTests.Workers;

[TestFixture(WorkerProgram.Python)]
[TestFixture(WorkerProgram.DotNet)]
internal sealed class ProcessPoolTests(WorkerProgram program)
{
    private static readonly object Signature = new
    {
        inputs = new[] { new { name = "input", type = "string" } },
        outputs = new[] { new { name = "output", type = "string" } },
    };

    [Test]
    public async Task Given_a_session_when_its_worker_is_killed_then_its_program_runs_on_another_process()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 2 });
        var created = await pool.ExecuteAsync("s", "create_program", new { signature = Signature });
        var id = created.Value.GetProperty("program_id").GetString();
        var before = await pool.ExecuteAsync("s", "execute", new { program_id = id, inputs = new { input = "x" } });
        var killed = pool.FindSessionWorker("s")!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var events = pool.ObserveAsync(patience.Token);

        OperatingSystemProcess.Kill(killed.ProcessId!.Value);
        var after = await pool.ExecuteAsync("s", "execute", new { program_id = id, inputs = new { input = "x" } });

        after.WorkerId.ShouldNotBe(killed.WorkerId);
        pool.FindSessionWorker("s")!.ProcessId.ShouldNotBe(killed.ProcessId);
        after.Value.GetProperty("outputs").GetRawText().ShouldBe(before.Value.GetProperty("outputs").GetRawText());
        after.Attempts.ShouldBeInRange(1, 2);
        await pool.WaitUntilReadyAsync(2, TimeSpan.FromSeconds(30));
        await RestartedAsync(pool, 1);
        var counters = pool.GetStats().Counters;
        (counters.Replays, counters.ReplayedCommands, counters.Restarts, counters.Losses).ShouldBe((1, 1, 1, 1));
        OperatingSystemProcess.IsAlive(killed.ProcessId.Value).ShouldBeFalse();
        var end = await events.OfType<PoolEvent.WorkerMoved>().FirstAsync(move => move.To == WorkerState.Terminated);
        (end.WorkerId, end.ExitStatus, end.Detail).ShouldBe((killed.WorkerId, 137, "killed by SIGKILL"));
    }

    [Test]
    public async Task Given_ten_megabytes_of_bytes_when_echoed_then_they_come_back_as_a_blob_and_not_as_text()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 1 });
        var bytes = new byte[10_000_000];
        new Random(42).NextBytes(bytes);

        var result = await pool.ExecuteAnonymousAsync("echo", new { data = bytes });

        SHA256.HashData(result.Blobs.ShouldHaveSingleItem().Span).ShouldBe(SHA256.HashData(bytes));
        result.Value.GetRawText().ShouldBe("""{"data":{"$blob":0}}""", StringCompareShould.IgnoreLineEndings);
    }

    [Test]
    public async Task Given_a_stopped_worker_when_its_command_times_out_then_it_is_killed_and_replaced()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 1 });
        var stopped = pool.GetStats().Workers[0];
        OperatingSystemProcess.Suspend(stopped.ProcessId!.Value);

        var error = await Should.ThrowAsync<CommandTimeoutException>(async () => await pool.ExecuteAsync(
            "s", "create_program", new { signature = Signature }, new ExecuteOptions { Timeout = TimeSpan.FromMilliseconds(300) }));
        var next = await pool.ExecuteAsync("s", "list_programs");

        error.WorkerId.ShouldBe(stopped.WorkerId);
        next.Value.GetProperty("total_count").GetInt32().ShouldBe(0);
        next.WorkerId.ShouldNotBe(stopped.WorkerId);
        await OperatingSystemProcess.ShouldEndAsync(stopped.ProcessId.Value, TimeSpan.FromSeconds(10));
    }

    [Test]
    public async Task Given_a_stopped_worker_when_more_is_sent_than_its_pipe_holds_then_the_deadline_still_frees_the_caller()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 1 });
        OperatingSystemProcess.Suspend(pool.GetStats().Workers[0].ProcessId!.Value);

        await Should.ThrowAsync<CommandTimeoutException>(async () => await pool.ExecuteAnonymousAsync(
            "echo", new { data = new byte[5_000_000] }, new ExecuteOptions { Timeout = TimeSpan.FromMilliseconds(300) }));

        (await pool.ExecuteAnonymousAsync("ping")).Value.GetProperty("status").GetString().ShouldBe("ok");
    }

    [Test]
    public async Task Given_many_sessions_at_once_when_they_build_state_then_none_sees_anothers()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 3, MaxOverflow = 1, QueueTimeout = TimeSpan.FromSeconds(60) });

        await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            var session = $"s{number}";
            for (var i = 0; i <= number % 5; i++)
                await pool.ExecuteAsync(session, "create_program", new { id = $"{session}-p{i}", signature = Signature });
            var listed = await pool.ExecuteAsync(session, "list_programs");
            listed.Value.GetProperty("programs").EnumerateArray().Select(each => each.GetString())
                .ShouldBe(Enumerable.Range(0, (number % 5) + 1).Select(i => $"{session}-p{i}"));
            await pool.EndSessionAsync(session);
        }));

        pool.GetStats().ShouldSatisfyAllConditions(
            stats => stats.Sessions.ShouldBe(0), stats => stats.Counters.Errors.ShouldBe(0), stats => stats.QueueDepth.ShouldBe(0));
    }

    [Test]
    public async Task Given_a_running_command_when_the_pool_is_disposed_then_no_process_is_left()
    {
        var pool = await StartAsync(new PoolOptions { Size = 3 });
        var pids = pool.GetStats().Workers.Select(worker => worker.ProcessId!.Value).ToList();
        var running = pool.ExecuteAnonymousAsync("sleep", new { seconds = 60 }).AsTask();

        await pool.DisposeAsync();

        await Should.ThrowAsync<PoolDisposedException>(running);
        pids.Count.ShouldBe(3);
        pids.ShouldAllBe(pid => !OperatingSystemProcess.IsAlive(pid));
    }

    [Test]
    public async Task Given_a_worker_that_ends_itself_when_a_command_runs_then_the_error_names_its_exit_status()
    {
        await using var pool = await StartAsync(new PoolOptions { Size = 1 });

        var error = await Should.ThrowAsync<WorkerLostException>(async () => await pool.ExecuteAnonymousAsync("crash", new { exit_code = 7 }));

        (error.ExitStatus, error.RequestFate).ShouldBe((7, RequestFate.Sent));
    }

    private Task<SessionPool> StartAsync(PoolOptions options) =>
        SessionPool.StartAsync(options with { StartTimeout = TimeSpan.FromSeconds(60) }, program.Adapter()).AsTask();

    // The replacement may still be starting when the call that noticed the loss has its answer.
    private static async Task RestartedAsync(SessionPool pool, int restarts)
    {
        var events = pool.ObserveAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        if (pool.GetStats().Counters.Restarts >= restarts)
            return;
        await foreach (var happened in events)
        {
            if (happened is PoolEvent.WorkerRestarted && pool.GetStats().Counters.Restarts >= restarts)
                return;
        }
    }
}
