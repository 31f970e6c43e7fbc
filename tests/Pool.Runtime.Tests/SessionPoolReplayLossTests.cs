using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Resilience;
using Pool.Runtime.Tests.Workers;

namespace Pool.Runtime.Tests;

/// <summary>What a caller is told when it is the replay of its session that goes wrong.</summary>
internal sealed class SessionPoolReplayLossTests
{
    [Test]
    public async Task Worker_that_dies_of_a_replay_says_that_the_callers_request_never_left()
    {
        await using var pool = await LoseHomeAsync((channel, _) => channel.Kill());

        var error = await Should.ThrowAsync<WorkerLostException>(async () => await pool.ExecuteAsync("s", "change"));

        error.Message.ShouldContain("its session's state was being restored");
        (error.RequestFate, error.SessionId, error.Command, error.WorkerId).ShouldBe((RequestFate.NotSent, "s", "change", "talk-w2"));
        var inner = error.InnerException.ShouldBeOfType<WorkerLostException>();
        (inner.RequestFate, error.ExitStatus).ShouldBe((RequestFate.Sent, inner.ExitStatus));
        pool.GetStats().Counters.Replays.ShouldBe(0);
    }

    [Test]
    public async Task Worker_that_talks_nonsense_during_a_replay_says_that_the_callers_request_never_left()
    {
        await using var pool = await LoseHomeAsync((channel, request) => channel.Say(TalkingChannel.Result(request.Id + 7)));

        var error = await Should.ThrowAsync<ProtocolViolationException>(async () => await pool.ExecuteAsync("s", "change"));

        error.RequestFate.ShouldBe(RequestFate.NotSent);
        (error.SessionId, error.Command).ShouldBe(("s", "change"));
        error.Violation.ShouldContain("which nobody asked");
    }

    [Test]
    public async Task Batch_whose_worker_dies_of_a_replay_says_whose_it_was()
    {
        await using var pool = await LoseHomeAsync((channel, _) => channel.Kill());

        var error = await Should.ThrowAsync<WorkerLostException>(async () => await pool.ExecuteBatchAsync("s", [new BatchCommand("ask")]));

        (error.RequestFate, error.SessionId, error.Command, error.WorkerId).ShouldBe((RequestFate.NotSent, "s", "ask", "talk-w2"));
    }

    [Test]
    public async Task Replay_is_counted_and_told()
    {
        await using var pool = await LoseHomeAsync((channel, request) => channel.Say(TalkingChannel.Result(request.Id)), mutations: 3);
        var events = pool.ObserveAsync();

        await pool.ExecuteAsync("s", "ask");

        var replayed = (PoolEvent.SessionReplayed)await events.FirstAsync(happened => happened is PoolEvent.SessionReplayed);
        (replayed.SessionId, replayed.WorkerId, replayed.Commands).ShouldBe(("s", "talk-w2", 3));
        var counters = pool.GetStats().Counters;
        (counters.Replays, counters.ReplayedCommands, counters.SessionMoves).ShouldBe((1, 3, 1));
    }

    [Test]
    public async Task Ending_a_session_that_nobody_knows_is_no_error()
    {
        await using var pool = await LoseHomeAsync((_, _) => { });

        await pool.EndSessionAsync("unheard of");

        pool.GetStats().Sessions.ShouldBe(1);
    }

    [Test]
    public async Task Replay_that_a_worker_takes_no_frame_of_loses_the_session()
    {
        TalkingAdapter workers = null!;
        workers = new TalkingAdapter(message => message is HostRequest request ? [TalkingChannel.Result(request.Id)] : []);
        await using var pool = await SessionPool.StartAsync(
            new PoolOptions { Size = 1, HealthCheckInterval = TimeSpan.Zero }, workers, new SessionPoolServices { Seed = 1, ErrorOrchestrator = NoRetries() });
        await pool.ExecuteAsync("s", "change", new string('x', 5000));
        workers.MaxFrameBytes = 4096;
        workers.Channels[0].Kill();
        await pool.ReachAsync(stats => stats is { Counters.Losses: 1, Ready: 1 });

        var error = await Should.ThrowAsync<SessionLostException>(async () => await pool.ExecuteAsync("s", "ask"));

        error.Message.ShouldContain("a step of its replay does not fit into a frame of worker pool-w2");
        error.InnerException.ShouldBeOfType<FrameTooLargeException>();
        workers.Channels[1].Heard.ShouldBeEmpty();
    }

    [Test]
    public async Task Call_whose_replay_a_drain_cuts_off_is_told_so_and_is_not_tried_again()
    {
        var replaying = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var pool = await LoseHomeAsync((_, _) => replaying.SetResult(), retries: true);
        var call = pool.ExecuteAsync("s", "ask").AsTask();
        await replaying.Task;

        (await pool.DrainAsync(TimeSpan.Zero)).ShouldBeFalse();

        var error = await Should.ThrowAsync<PoolDrainingException>(call);
        (error.RequestFate, error.SessionId, error.Command, error.WorkerId, error.Attempts).ShouldBe((RequestFate.NotSent, "s", "ask", "talk-w2", 1));
    }

    // A session with mutations whose worker has died; the next worker does with its first request what the test says.
    private static async Task<SessionPool> LoseHomeAsync(Action<TalkingChannel, HostRequest> meet, int mutations = 1, bool retries = false)
    {
        TalkingAdapter workers = null!;
        workers = new TalkingAdapter(message =>
        {
            if (message is not HostRequest request)
                return [];
            if (workers.Channels.Count == 1)
                return [TalkingChannel.Result(request.Id)];
            meet(workers.Channels[^1], request);
            return [];
        });
        var pool = await SessionPool.StartAsync(
            new PoolOptions { Name = "talk", Size = 1, HealthCheckInterval = TimeSpan.Zero, MaxKillsPerCommand = 0 },
            workers,
            new SessionPoolServices { Seed = 1, ErrorOrchestrator = retries ? null : NoRetries() });
        for (var i = 0; i < mutations; i++)
            await pool.ExecuteAsync("s", "change");
        workers.Channels[0].Kill();
        await pool.ReachAsync(stats => stats is { Counters.Losses: 1, Ready: 1 });
        return pool;
    }

    private static ErrorOrchestrator NoRetries()
    {
        var matrix = RecoveryMatrix.Default;
        foreach (var category in Enum.GetValues<ErrorCategory>())
        {
            foreach (var severity in Enum.GetValues<ErrorSeverity>())
                matrix = matrix.With(category, severity, RecoveryRule.Abandon);
        }

        return new ErrorOrchestrator(new ErrorOrchestratorOptions { Matrix = matrix }, TimeProvider.System, 1);
    }
}
