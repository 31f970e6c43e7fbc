using Microsoft.Extensions.Logging.Abstractions;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Workers;

/// <summary>How a worker is ended, and how its end is told, with a clock that the test moves.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class PooledWorkerEndTests
{
    private static readonly TimeSpan NaturalEnd = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan EndAfterKill = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastErrorOutput = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly WatchedTime _time = new();
    private readonly RememberingOwner _owner = new();

    [Test]
    public async Task Worker_that_ends_when_asked_is_not_killed()
    {
        var channel = Ready();
        var worker = await OpenAsync(channel);

        var stopping = worker.StopAsync(Grace);
        await _time.SetAsync(Grace);
        stopping.IsCompleted.ShouldBeFalse();
        channel.ExitWith(0);
        await stopping;

        channel.Happened.ShouldBe([nameof(HostHello), nameof(HostPing), nameof(HostShutdown), "close"]);
    }

    [Test]
    public async Task Worker_that_does_not_end_in_its_grace_is_killed()
    {
        var channel = Ready();
        var worker = await OpenAsync(channel);

        var stopping = worker.StopAsync(Grace);
        await _time.SetAsync(Grace);
        _time.Advance(Grace);
        await stopping;

        channel.Happened[^1].ShouldBe("kill");
    }

    [Test]
    public async Task Worker_that_cannot_be_asked_is_killed()
    {
        var channel = Ready();
        var worker = await OpenAsync(channel);
        channel.SendError = new IOException("broken pipe");

        await worker.StopAsync(Grace);

        channel.Happened[^1].ShouldBe("kill");
    }

    [Test]
    public async Task Worker_that_falls_silent_at_its_start_has_a_moment_to_exit_by_itself()
    {
        var channel = new RecitingChannel();
        channel.FallSilent();
        var opening = OpenAsync(channel);
        await _time.SetAsync(NaturalEnd);

        channel.ExitWith(3);

        var error = await Should.ThrowAsync<WorkerStartException>(() => opening);
        (error.ExitStatus, error.WorkerId, error.PoolName, error.Attempts, error.StandardErrorTail).ShouldBe((3, "w1", "pool", 0, "Traceback"));
        channel.Happened.ShouldBe([nameof(HostHello), "dispose"]);
    }

    [Test]
    public async Task Worker_that_falls_silent_at_its_start_and_stays_is_killed()
    {
        var channel = new RecitingChannel();
        channel.FallSilent();
        var opening = OpenAsync(channel);
        await _time.SetAsync(NaturalEnd);

        _time.Advance(NaturalEnd);

        (await Should.ThrowAsync<WorkerStartException>(() => opening)).ExitStatus.ShouldBe(137);
        channel.Happened.ShouldBe([nameof(HostHello), "kill", "dispose"]);
    }

    [Test]
    public async Task Worker_that_talks_nonsense_at_its_start_is_killed_at_once()
    {
        var channel = new RecitingChannel(new WorkerPong(1));

        (await Should.ThrowAsync<WorkerStartException>(() => OpenAsync(channel))).ExitStatus.ShouldBe(137);

        channel.Happened.ShouldBe([nameof(HostHello), "kill", "dispose"]);
    }

    [Test]
    public async Task End_that_is_never_seen_is_not_waited_for_for_ever()
    {
        var channel = new RecitingChannel(new WorkerPong(1)) { IsKillable = false };
        var opening = OpenAsync(channel);
        await _time.SetAsync(EndAfterKill);

        _time.Advance(EndAfterKill);

        var error = await Should.ThrowAsync<WorkerStartException>(() => opening);
        (error.ExitStatus, error.Signal).ShouldBe((null, null));
        channel.Happened[^1].ShouldBe("dispose");
    }

    [Test]
    public async Task Last_error_output_is_waited_for_for_a_moment()
    {
        var output = new TaskCompletionSource();
        var channel = new RecitingChannel(new WorkerPong(1)) { ErrorOutput = output.Task };
        var opening = OpenAsync(channel);
        await _time.SetAsync(LastErrorOutput);

        output.SetResult();

        (await Should.ThrowAsync<WorkerStartException>(() => opening)).StandardErrorTail.ShouldBe("Traceback");
    }

    [Test]
    public async Task Error_output_that_stays_open_is_not_waited_for_for_ever()
    {
        var channel = new RecitingChannel(new WorkerPong(1)) { ErrorOutput = new TaskCompletionSource().Task };
        var opening = OpenAsync(channel);
        await _time.SetAsync(LastErrorOutput);

        _time.Advance(LastErrorOutput);

        (await Should.ThrowAsync<WorkerStartException>(() => opening)).StandardErrorTail.ShouldBeEmpty();
    }

    [Test]
    public async Task Worker_that_falls_silent_in_service_has_a_moment_to_exit_by_itself()
    {
        var channel = Ready();
        var worker = await OpenAsync(channel);
        var reading = worker.ReadAsync();
        channel.FallSilent();
        await _time.SetAsync(NaturalEnd);

        channel.ExitWith(3);
        await reading;

        _owner.Lost.ShouldBe((TransitionReason.Crash, "its output ended"));
        _owner.Ended!.ExitCode.ShouldBe(3);
        channel.Happened.ShouldBe([nameof(HostHello), nameof(HostPing), "dispose"]);
    }

    private static IEnumerable<TestCaseData> Breaks()
    {
        yield return new TestCaseData(new ProtocolException(ProtocolFault.Truncated, "half"), TransitionReason.Crash, "its output ended inside a frame");
        yield return new TestCaseData(new ProtocolException(ProtocolFault.Malformed, "nonsense"), TransitionReason.ProtocolViolation, "nonsense");
        yield return new TestCaseData(new InvalidOperationException("what"), TransitionReason.Crash, "its output broke: what");
    }

    [TestCaseSource(nameof(Breaks))]
    public async Task Worker_whose_output_breaks_is_lost_for_what_broke_it(Exception error, object reason, string detail)
    {
        var channel = Ready(error);
        var worker = await OpenAsync(channel);
        channel.FallSilent();

        var reading = worker.ReadAsync();
        if ((TransitionReason)reason == TransitionReason.Crash)
        {
            await _time.SetAsync(NaturalEnd);
            _time.Advance(NaturalEnd);
        }

        await reading;
        _owner.Lost.ShouldBe(((TransitionReason)reason, detail));
        (_owner.Ended!.ExitCode, channel.Happened[^1]).ShouldBe((137, "dispose"));
    }

    private static RecitingChannel Ready(Exception? receiveError = null) => new(
        new WorkerHello(
            WireFormat.Version, "reciting", null, FrameLimits.DefaultMaxFrameBytes, new Dictionary<string, CommandDescription>(StringComparer.Ordinal), []),
        new WorkerPong(WorkerHandshake.PingId))
    { ReceiveError = receiveError };

    private async Task<PooledWorker> OpenAsync(RecitingChannel channel)
    {
        var start = new WorkerStart("pool", "w1", FrameLimits.Default, _time, NullLogger.Instance, loop => _ = Task.Run(loop));
        var worker = new PooledWorker(start, new GivenAdapter(channel), _owner, LogRelays.Of(NullLogger.Instance), isReplacement: false);
        await worker.OpenAsync([], CancellationToken.None);
        return worker;
    }

    private sealed class RememberingOwner : IWorkerOwner
    {
        public (TransitionReason Reason, string Detail) Lost { get; private set; }

        public WorkerExit? Ended { get; private set; }

        public void WorkerLost(PooledWorker worker, TransitionReason reason, string detail) => Lost = (reason, detail);

        public void WorkerEnded(PooledWorker worker, WorkerExit exit) => Ended = exit;
    }
}
