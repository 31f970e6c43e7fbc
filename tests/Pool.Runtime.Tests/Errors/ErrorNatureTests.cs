using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests.Errors;

internal sealed class ErrorNatureTests
{
    private static readonly PoolErrorContext Context = new("p");

    [Test]
    public void Worker_error_is_transient_only_if_the_worker_says_so([Values] bool retryable) =>
        new RemoteCommandException(Context, "E", "m", null, retryable).IsTransient.ShouldBe(retryable);

    [Test]
    public void Worker_error_was_sent() =>
        new RemoteCommandException(Context, "E", "m", null, retryable: true).RequestFate.ShouldBe(RequestFate.Sent);

    [Test]
    public void Lost_worker_keeps_the_fate_of_its_request([Values] RequestFate fate) =>
        new WorkerLostException(Context, fate, "gone").RequestFate.ShouldBe(fate);

    [Test]
    public void Timeout_keeps_the_fate_of_its_request([Values] RequestFate fate) =>
        new CommandTimeoutException(Context, TimeSpan.Zero, CommandPhase.Command, fate).RequestFate.ShouldBe(fate);

    [Test]
    public void Protocol_violation_counts_as_sent_unless_told_otherwise() =>
        new ProtocolViolationException(Context, "x").RequestFate.ShouldBe(RequestFate.Sent);

    [Test]
    public void Isolated_circuit_is_not_transient([Values] CircuitState state) =>
        new CircuitOpenException(Context, state, null).IsTransient.ShouldBe(state != CircuitState.Isolated);

    [Test]
    public void What_time_or_a_start_cures_is_transient()
    {
        new CommandTimeoutException(Context, TimeSpan.Zero, CommandPhase.Command, RequestFate.Sent).IsTransient.ShouldBeTrue();
        new PoolNotStartedException(Context).IsTransient.ShouldBeTrue();
    }

    [Test]
    public void Errors_tell_what_they_were_made_of()
    {
        var timeout = new CommandTimeoutException(Context, TimeSpan.FromSeconds(2), CommandPhase.Replay, RequestFate.NotSent);
        (timeout.Deadline, timeout.Phase).ShouldBe((TimeSpan.FromSeconds(2), CommandPhase.Replay));
        var open = new CircuitOpenException(Context, CircuitState.Open, TimeSpan.FromSeconds(3));
        (open.State, open.RetryAfter).ShouldBe((CircuitState.Open, TimeSpan.FromSeconds(3)));
    }

    [TestCaseSource(nameof(NeverTransient))]
    public void What_no_repetition_cures_is_not_transient(PoolException error) => error.IsTransient.ShouldBeFalse();

    [TestCaseSource(nameof(NeverSent))]
    public void What_is_refused_beforehand_was_not_sent(PoolException error) =>
        error.RequestFate.ShouldBe(RequestFate.NotSent);

    private static IEnumerable<PoolException> NeverTransient() => PoolErrorSamples.All.Where(error => error
        is SessionLostException or ArgumentsNotSerializableException or FrameTooLargeException
        or PoolOptionsException or PoolDisposedException or PoolFailedException or CommandQuarantinedException);

    private static IEnumerable<PoolException> NeverSent() => PoolErrorSamples.All.Where(error => error
        is WorkerStartException or QueueTimeoutException or PoolSaturatedException or PoolFailedException
        or CircuitOpenException or ArgumentsNotSerializableException or CommandQuarantinedException);
}
