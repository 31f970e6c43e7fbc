using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests.Errors;

/// <summary>At least one of each error, as the pool would build it.</summary>
internal static class PoolErrorSamples
{
    private static readonly PoolErrorContext Context = new("p") { WorkerId = "w", SessionId = "s", Command = "c" };
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<PoolException> All { get; } =
    [
        new WorkerStartException(
            Context, "python3 worker.py", "it exited before it said hello", 1, null, "ImportError: numpy"),
        new WorkerStartException(Context, "python3 worker.py", "no hello within 15 s"),
        new WorkerLostException(
            Context, RequestFate.Sent, "its pipe closed", signal: "SIGKILL", standardErrorTail: "out of memory"),
        new WorkerLostException(Context, RequestFate.NotSent, "its pipe closed"),
        new WorkerLostException(Context, RequestFate.Unknown, "its pipe closed", exitStatus: 3),
        new ProtocolViolationException(Context, "answer to unknown id 7"),
        .. Enum.GetValues<CommandPhase>()
            .Select(phase => new CommandTimeoutException(Context, Second, phase, RequestFate.Sent)),
        new QueueTimeoutException(Context, Second, Second, size: 2, maxOverflow: 1, busyWorkers: 3),
        new PoolSaturatedException(Context, queueLimit: 1000, workers: 3),
        new PoolFailedException(Context, failures: 4, Second, new WorkerStartException(Context, "x", "no such file")),
        new PoolFailedException(Context, failures: 4, Second, lastFailure: null),
        new PoolDisposedException(Context),
        .. Enum.GetValues<CircuitState>().Select(state => new CircuitOpenException(Context, state, Second)),
        new RemoteCommandException(Context, "ValueError", "no such program.", "Traceback\n  File x", retryable: false),
        new SessionLostException(Context, "the digest of 'add' differs"),
        new ArgumentsNotSerializableException(Context, typeof(Type), new NotSupportedException("No types.")),
        new FrameTooLargeException(Context, size: 20, limit: 10),
        new FrameTooLargeException(Context, size: 20, limit: 10, RequestFate.Sent),
        new CommandQuarantinedException(Context, workersKilled: 3),
        new SessionWorkerBusyException(Context, "p-w1"),
        new SessionQuotaException(Context, maxSessions: 5),
        new PoolDrainingException(Context),
        new PoolNotStartedException(Context),
        new PoolOptionsException(Context, "SessionPoolOptions", [new InvalidOption("Size", "0", "at least 1")]),
    ];
}
