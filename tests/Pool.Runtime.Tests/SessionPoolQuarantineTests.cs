using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Tests.Workers;

namespace Pool.Runtime.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SessionPoolQuarantineTests
{
    private static readonly TimeSpan Term = TimeSpan.FromMinutes(3);

    private readonly WatchedTime _time = new();
    private volatile bool _kills = true;

    [Test]
    public async Task Command_that_kills_as_many_workers_in_a_row_as_allowed_is_no_longer_sent()
    {
        await using var scripted = await StartAsync(CommandKind.Effect);
        for (var i = 1; i <= 2; i++)
            (await Should.ThrowAsync<WorkerLostException>(DieAsync(scripted, 1))).Attempts.ShouldBe(1);

        var last = await Should.ThrowAsync<CommandQuarantinedException>(DieAsync(scripted, 1));
        var held = await Should.ThrowAsync<CommandQuarantinedException>(DieAsync(scripted, 1));

        (last.WorkersKilled, last.InnerException is WorkerLostException).ShouldBe((3, true));
        (held.WorkersKilled, held.InnerException, held.Command, held.SessionId).ShouldBe((3, null, "die", "s"));
        Kills(scripted).ShouldBe(3);
        scripted.Pool.GetStats().Counters.Losses.ShouldBe(3);
    }

    [Test]
    public async Task Other_arguments_other_commands_and_leases_are_told_apart()
    {
        await using var scripted = await StartAsync(CommandKind.Effect);
        await QuarantineAsync(scripted, 1);

        await Should.ThrowAsync<WorkerLostException>(DieAsync(scripted, 2));
        await scripted.Pool.ExecuteAsync("s", "echo", 1);
        await using var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("other"));
        await Should.ThrowAsync<CommandQuarantinedException>(async () => await lease.ExecuteAsync("die", 1));

        await lease.ExecuteAsync("echo", 1);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Answer_in_between_forgives_what_was_before(bool isError)
    {
        await using var scripted = await StartAsync(CommandKind.Effect, isError);
        for (var i = 0; i < 3; i++)
        {
            _kills = true;
            await Should.ThrowAsync<WorkerLostException>(DieAsync(scripted, 1));
            await Should.ThrowAsync<WorkerLostException>(DieAsync(scripted, 1));
            _kills = false;
            if (isError)
                await Should.ThrowAsync<RemoteCommandException>(DieAsync(scripted, 1));
            else
                await DieAsync(scripted, 1);
        }

        Kills(scripted).ShouldBe(6);
    }

    [Test]
    public async Task Quarantine_ends_after_its_term_and_not_before()
    {
        await using var scripted = await StartAsync(CommandKind.Effect);
        await QuarantineAsync(scripted, 1);
        _kills = false;

        _time.Advance(Term - TimeSpan.FromMilliseconds(1));
        await Should.ThrowAsync<CommandQuarantinedException>(DieAsync(scripted, 1));
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await DieAsync(scripted, 1);
    }

    [Test]
    public async Task Command_that_is_sent_again_by_itself_stops_at_the_quarantine()
    {
        // On the system's clock, for the waits between the attempts.
        await using var scripted = await StartAsync(CommandKind.Query, time: TimeProvider.System);

        var error = await Should.ThrowAsync<CommandQuarantinedException>(DieAsync(scripted, 1));

        (error.Attempts, error.WorkersKilled).ShouldBe((3, 3));
        Kills(scripted).ShouldBe(3);
        scripted.Pool.GetStats().Counters.Retries.ShouldBe(2);
    }

    [Test]
    public async Task Worker_that_broke_the_protocol_was_killed_as_well()
    {
        var workers = new TalkingAdapter(message => message is HostRequest ? [TalkingChannel.Result(77)] : []);
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 2, MaxKillsPerCommand = 1 }, workers);

        await Should.ThrowAsync<CommandQuarantinedException>(async () => await pool.ExecuteAsync("s", "change"));
        await Should.ThrowAsync<CommandQuarantinedException>(async () => await pool.ExecuteAsync("s", "change"));

        pool.GetStats().Counters.Losses.ShouldBe(1);
    }

    [Test]
    public async Task Worker_that_was_replaced_for_taking_too_long_does_not_count()
    {
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 1, CancelGrace = TimeSpan.Zero, MaxKillsPerCommand = 1 }, _time);
        for (var i = 1; i <= 3; i++)
        {
            var held = scripted.Pool.ExecuteAsync("s", "hold", options: new ExecuteOptions { Timeout = TimeSpan.FromSeconds(1) }).AsTask();
            await scripted.ReachAsync(_ => scripted.Workers[^1].Holding.Task.IsCompleted);
            _time.Advance(TimeSpan.FromSeconds(1));
            await Should.ThrowAsync<CommandTimeoutException>(held);
            await scripted.ReachAsync(stats => stats.Counters.Restarts == i);
        }
    }

    [Test]
    public async Task Command_that_never_reached_its_worker_does_not_count()
    {
        await using var scripted = await StartAsync(CommandKind.Effect, maxKills: 1);
        await using var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        scripted.WorkerOf(lease.WorkerId).Context.Crash("killed by the test");
        await scripted.ReachAsync(stats => stats.Counters.Losses == 1);
        for (var i = 0; i < 3; i++)
            (await Should.ThrowAsync<WorkerLostException>(async () => await lease.ExecuteAsync("die", 1))).RequestFate.ShouldBe(RequestFate.NotSent);
    }

    [Test]
    public async Task Answer_that_came_after_its_caller_gave_up_forgives_too()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var mayAnswer = new ManualResetEventSlim();
        await using var scripted = await StartAsync(CommandKind.Effect, beforeAnswer: () =>
        {
            reached.TrySetResult();
            mayAnswer.Wait(TimeSpan.FromSeconds(30));
        });
        for (var i = 0; i < 2; i++)
            await Should.ThrowAsync<WorkerLostException>(DieAsync(scripted, 1));
        _kills = false;
        using var cancel = new CancellationTokenSource();
        var late = scripted.Pool.ExecuteAsync("s", "die", 1, cancellationToken: cancel.Token).AsTask();
        await reached.Task;
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(late);
        mayAnswer.Set();
        await scripted.Pool.ExecuteAsync("s", "echo", 1);

        _kills = true;
        for (var i = 0; i < 2; i++)
            await Should.ThrowAsync<WorkerLostException>(DieAsync(scripted, 1));

        Kills(scripted).ShouldBe(4);
    }

    [Test]
    public async Task Quarantine_can_be_switched_off()
    {
        await using var scripted = await StartAsync(CommandKind.Effect, maxKills: 0);

        for (var i = 0; i < 5; i++)
            await Should.ThrowAsync<WorkerLostException>(DieAsync(scripted, 1));

        Kills(scripted).ShouldBe(5);
    }

    private static async Task QuarantineAsync(ScriptedPool scripted, int args)
    {
        for (var i = 0; i < 2; i++)
            await Should.ThrowAsync<WorkerLostException>(DieAsync(scripted, args));
        await Should.ThrowAsync<CommandQuarantinedException>(DieAsync(scripted, args));
    }

    private static Task<CommandResult> DieAsync(ScriptedPool scripted, int args) => scripted.Pool.ExecuteAsync("s", "die", args).AsTask();

    private static int Kills(ScriptedPool scripted) => (int)scripted.Pool.GetStats().Counters.Losses;

    private Task<ScriptedPool> StartAsync(CommandKind kind, bool failsElse = false, int maxKills = 3, TimeProvider? time = null, Action? beforeAnswer = null) =>
        ScriptedPool.StartAsync(
            new PoolOptions { Size = 2, MaxKillsPerCommand = maxKills, QuarantineTime = Term, MaxRestarts = 1000 },
            time ?? _time,
            script: worker => worker.On(
                "die",
                _ =>
                {
                    if (_kills)
                        worker.Context.Crash("scripted");
                    else
                        beforeAnswer?.Invoke();
                    return failsElse ? InProcessReply.Failure(new InProcessError("ValueError", "no")) : InProcessReply.Success(null);
                },
                kind));
}
