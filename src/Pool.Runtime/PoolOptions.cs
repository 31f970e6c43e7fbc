using Microsoft.Extensions.Logging;
using Pool.Runtime.Errors;

namespace Pool.Runtime;

/// <summary>How many workers a pool runs, how long its callers wait, and what it bounds.</summary>
/// <remarks>Immutable. Every value is checked when the pool starts, and all errors are reported together.</remarks>
public sealed record PoolOptions
{
    /// <summary>Name in messages, events and logs. Default "pool"; 1 to 200 characters.</summary>
    public string Name { get; init; } = "pool";

    /// <summary>Workers kept running. Default 2; 1 to 10,000.</summary>
    public int Size { get; init; } = 2;

    /// <summary>Extra workers started while callers wait, retired when idle. Default 0; 0 to 10,000.</summary>
    public int MaxOverflow { get; init; }

    /// <summary>Callers that may wait for a worker or for their session's turn. Default 1000; 0 to 1,000,000.</summary>
    public int MaxQueue { get; init; } = 1000;

    /// <summary>
    /// Longest wait for a worker. Default 5 s; above zero. The deadline of the call applies as well, whichever comes first.
    /// </summary>
    public TimeSpan QueueTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Deadline of a call: queueing, checkout, replay, command and every retry together. Default 30 s; above zero.
    /// A call may set its own in <see cref="ExecuteOptions.Timeout"/>.
    /// </summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time from starting a worker to its first answered ping. Default 15 s; above zero.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Time an idle worker has to end by itself when asked to, before it is killed. Default 1 s; above zero.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Start workers only when callers need them. Default false: <see cref="SessionPool.StartAsync(PoolOptions, Adapters.WorkerAdapter, CancellationToken)"/>
    /// returns once <see cref="Size"/> workers are ready.
    /// </summary>
    public bool LazyStart { get; init; }

    /// <summary>Workers started at the same time. Default: the number of processors, at least 2; 1 to 1,000.</summary>
    public int MaxConcurrentStarts { get; init; } = Math.Max(2, Environment.ProcessorCount);

    /// <summary>Idle time after which a worker beyond <see cref="Size"/> is retired. Default 1 s; zero or more.</summary>
    public TimeSpan OverflowIdleTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Crashes, protocol violations and failed starts tolerated within <see cref="RestartWindow"/>; one more and the pool
    /// is Failed. Default 0, which stands for 10 per worker of <see cref="Size"/> and at least 20; otherwise 1 to 1,000,000.
    /// </summary>
    public int MaxRestarts { get; init; }

    /// <summary>Window in which <see cref="MaxRestarts"/> counts. Default 60 s; above zero.</summary>
    public TimeSpan RestartWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>First delay after a failed start; doubled for each further failure in a row. Default 100 ms; above zero.</summary>
    public TimeSpan RestartBackoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest delay between starts. Default 5 s; at least <see cref="RestartBackoff"/>.</summary>
    public TimeSpan MaxRestartBackoff { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Largest frame in either direction, in bytes, blobs included. Default 16 MiB; 1 KiB to 1 GiB.</summary>
    public int MaxFrameBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// How the members of arguments and of typed results are called in JSON, unless <c>[JsonPropertyName]</c> says so. Keys of
    /// dictionaries and <c>JsonElement</c>s are data and stay as they are. Default <see cref="MemberNaming.AsDeclared"/>.
    /// </summary>
    public MemberNaming MemberNaming { get; init; } = MemberNaming.AsDeclared;

    /// <summary>Mutations journaled per session; a session with more cannot be restored. Default 1000; 0 to 1,000,000.</summary>
    public int MaxJournalEntries { get; init; } = 1000;

    /// <summary>Bytes of arguments journaled per session. Default 8 MiB; zero or more.</summary>
    public long MaxJournalBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>
    /// Most mutations that are replayed to let a session move to an idle worker because its own is busy; a session with a
    /// longer history waits for its worker. Default 16; 0 to 1,000,000. A session whose worker is lost moves whatever its
    /// history; one that has outgrown its journal never moves while its worker lives.
    /// </summary>
    public int MaxReplayToMove { get; init; } = 16;

    /// <summary>How strictly a session is kept on its worker. Default <see cref="SessionAffinity.Hint"/>.</summary>
    public SessionAffinity Affinity { get; init; } = SessionAffinity.Hint;

    /// <summary>Which idle worker a call without a session's worker takes. Default <see cref="WorkerOrder.Lifo"/>.</summary>
    public WorkerOrder IdleOrder { get; init; } = WorkerOrder.Lifo;

    /// <summary>
    /// Time a worker has to answer a command that was cancelled or ran out of time; one that does stays in service, one
    /// that does not is replaced. The caller does not wait for it. Default 250 ms; zero (replace at once) or more.
    /// </summary>
    public TimeSpan CancelGrace { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Age at which a worker is replaced once it is idle. Default null: never; otherwise above zero.</summary>
    public TimeSpan? MaxWorkerAge { get; init; }

    /// <summary>
    /// Largest part of <see cref="MaxWorkerAge"/> that is taken off it, drawn for each worker, so that workers started
    /// together are not replaced together. Default 0.1; 0 to 1.
    /// </summary>
    public double MaxWorkerAgeJitter { get; init; } = 0.1;

    /// <summary>Requests after which a worker is replaced. Default 0: never; 0 to 2^31 - 1.</summary>
    public int MaxWorkerRequests { get; init; }

    /// <summary>
    /// Resident memory of the worker's process and all that it has started, in bytes, above which it is replaced once it is
    /// idle. Measured every <see cref="MemoryCheckInterval"/>, where the adapter can. Default 0: never; otherwise at least 1 MiB.
    /// </summary>
    public long MaxWorkerMemoryBytes { get; init; }

    /// <summary>
    /// The same memory, in bytes, above which the worker is killed at once, in the midst of a command too; whoever waits for
    /// that is told of the loss. Default 0: never; otherwise at least 1 MiB and <see cref="MaxWorkerMemoryBytes"/>.
    /// </summary>
    public long KillWorkerMemoryBytes { get; init; }

    /// <summary>Time between measurements of a worker's memory. Default 5 s; above zero.</summary>
    public TimeSpan MemoryCheckInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Idle time after which a worker is asked for a sign of life. Default 30 s; zero for never.
    /// </summary>
    public TimeSpan HealthCheckInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait for a health check's answer. Default 5 s; above zero.</summary>
    public TimeSpan HealthCheckTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Failed health checks in a row after which a worker is replaced; after the first it is Degraded and serves nobody
    /// until a check succeeds. Default 3; 1 to 100.
    /// </summary>
    public int MaxHealthCheckFailures { get; init; } = 3;

    /// <summary>
    /// Idle time after which a session is forgotten, as if it had been ended. Default 1 h; null for never, otherwise above zero.
    /// </summary>
    public TimeSpan? SessionTimeToLive { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Sessions that may live at once. Default 100,000; 1 to 10,000,000.</summary>
    public int MaxSessions { get; init; } = 100_000;

    /// <summary>
    /// Mutations after which a session's state is asked of a worker that can give it (<c>snapshot</c>), so that the
    /// journal before it can be dropped. Default 100; 0 for never, up to 1,000,000.
    /// </summary>
    public int SnapshotAfter { get; init; } = 100;

    /// <summary>Largest snapshot kept per session, in bytes. Default 4 MiB; 1 KiB to 1 GiB.</summary>
    public int MaxSnapshotBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// Workers lost in a row to one command with the same arguments after which it is quarantined. Default 3; 0 for
    /// never, up to 1,000.
    /// </summary>
    public int MaxKillsPerCommand { get; init; } = 3;

    /// <summary>How long a command stays in quarantine. Default 10 min; above zero.</summary>
    public TimeSpan QuarantineTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Time after which a lease that was not given back is reported with the stack of its borrower. Default null: never,
    /// and no stack is taken; otherwise above zero.
    /// </summary>
    public TimeSpan? LeakThreshold { get; init; }

    /// <summary>
    /// Whether the worker of a leaked lease is killed, so that its place in the pool is free again. Default false; needs
    /// <see cref="LeakThreshold"/>.
    /// </summary>
    public bool ReclaimLeaks { get; init; }

    /// <summary>Adapts the number of workers to the load. Default null: <see cref="Size"/> stays as it is.</summary>
    public SizingOptions? Sizing { get; init; }

    /// <summary>Commands that every new worker runs, in order, before it is ready. Default none; at most 100.</summary>
    public IReadOnlyList<WarmUpCommand> WarmUp { get; init; } = [];

    /// <summary>
    /// Lowest level of the entries that workers are asked to log; what the log itself has enabled for the category
    /// <c>Pool.Runtime.Worker</c> when a worker starts applies as well. Default <see cref="LogLevel.Trace"/>: whatever the log has
    /// enabled; <see cref="LogLevel.None"/>: workers are asked for none.
    /// </summary>
    public LogLevel WorkerLogLevel { get; init; } = LogLevel.Trace;

    /// <summary>
    /// Log entries that are taken of one worker in a second; what comes beyond is dropped and counted in the log. Default 1000;
    /// 1 to 1,000,000.
    /// </summary>
    public int MaxWorkerLogRate { get; init; } = 1000;

    internal int MaxRestartsFor(int size) => MaxRestarts > 0 ? MaxRestarts : Math.Max(20, 10 * size);

    /// <summary>Checks every value.</summary>
    /// <returns>These options.</returns>
    /// <exception cref="PoolOptionsException">One or more values are outside their range; all of them are listed.</exception>
    internal PoolOptions Validated()
    {
        var check = new OptionsCheck(nameof(PoolOptions), Name ?? "")
            .Require(Name is { Length: >= 1 and <= 200 }, nameof(Name), Name, "1 to 200 characters long")
            .Require(Size is >= 1 and <= 10_000, nameof(Size), Size, "1 to 10,000")
            .Require(MaxOverflow is >= 0 and <= 10_000, nameof(MaxOverflow), MaxOverflow, "0 to 10,000")
            .Require(MaxQueue is >= 0 and <= 1_000_000, nameof(MaxQueue), MaxQueue, "0 to 1,000,000")
            .Require(MaxConcurrentStarts is >= 1 and <= 1_000, nameof(MaxConcurrentStarts), MaxConcurrentStarts, "1 to 1,000")
            .Require(MaxRestarts is >= 0 and <= 1_000_000, nameof(MaxRestarts), MaxRestarts, "0 to 1,000,000")
            .Require(MaxFrameBytes is >= 1024 and <= OneGiB, nameof(MaxFrameBytes), MaxFrameBytes, "1 KiB to 1 GiB")
            .Require(MaxJournalEntries is >= 0 and <= 1_000_000, nameof(MaxJournalEntries), MaxJournalEntries, "0 to 1,000,000")
            .Require(MaxReplayToMove is >= 0 and <= 1_000_000, nameof(MaxReplayToMove), MaxReplayToMove, "0 to 1,000,000")
            .Require(MaxJournalBytes >= 0, nameof(MaxJournalBytes), MaxJournalBytes, "at least 0")
            .Require(Enum.IsDefined(Affinity), nameof(Affinity), Affinity, "Hint, StrictQueue or StrictFailFast")
            .Require(Enum.IsDefined(MemberNaming), nameof(MemberNaming), MemberNaming, "AsDeclared, CamelCase, SnakeCase or KebabCase")
            .Require(Enum.IsDefined(IdleOrder), nameof(IdleOrder), IdleOrder, "Lifo or Fifo")
            .Require(MaxWorkerAgeJitter is >= 0 and <= 1, nameof(MaxWorkerAgeJitter), MaxWorkerAgeJitter, "0 to 1")
            .Require(MaxWorkerRequests >= 0, nameof(MaxWorkerRequests), MaxWorkerRequests, "at least 0")
            .Require(MaxWorkerMemoryBytes is 0 or >= OneMiB, nameof(MaxWorkerMemoryBytes), MaxWorkerMemoryBytes, "0, or at least 1 MiB")
            .Require(KillWorkerMemoryBytes is 0 || (KillWorkerMemoryBytes >= OneMiB && KillWorkerMemoryBytes >= MaxWorkerMemoryBytes), nameof(KillWorkerMemoryBytes), KillWorkerMemoryBytes, "0, or at least 1 MiB and MaxWorkerMemoryBytes")
            .Require(MaxHealthCheckFailures is >= 1 and <= 100, nameof(MaxHealthCheckFailures), MaxHealthCheckFailures, "1 to 100")
            .Require(MaxSessions is >= 1 and <= 10_000_000, nameof(MaxSessions), MaxSessions, "1 to 10,000,000")
            .Require(SnapshotAfter is >= 0 and <= 1_000_000, nameof(SnapshotAfter), SnapshotAfter, "0 to 1,000,000")
            .Require(MaxSnapshotBytes is >= 1024 and <= OneGiB, nameof(MaxSnapshotBytes), MaxSnapshotBytes, "1 KiB to 1 GiB")
            .Require(MaxKillsPerCommand is >= 0 and <= 1_000, nameof(MaxKillsPerCommand), MaxKillsPerCommand, "0 to 1,000")
            .Require(!ReclaimLeaks || LeakThreshold is not null, nameof(ReclaimLeaks), ReclaimLeaks, "false, unless LeakThreshold is set")
            .Require(Enum.IsDefined(WorkerLogLevel), nameof(WorkerLogLevel), WorkerLogLevel, "Trace, Debug, Information, Warning, Error, Critical or None")
            .Require(MaxWorkerLogRate is >= 1 and <= 1_000_000, nameof(MaxWorkerLogRate), MaxWorkerLogRate, "1 to 1,000,000")
            .Require(WarmUp is { Count: <= 100 }, nameof(WarmUp), WarmUp?.Count, "a list of at most 100 commands");
        RequireDuration(check, nameof(QueueTimeout), QueueTimeout, Tick);
        RequireDuration(check, nameof(CommandTimeout), CommandTimeout, Tick);
        RequireDuration(check, nameof(StartTimeout), StartTimeout, Tick);
        RequireDuration(check, nameof(ShutdownGrace), ShutdownGrace, Tick);
        RequireDuration(check, nameof(OverflowIdleTimeout), OverflowIdleTimeout, TimeSpan.Zero);
        RequireDuration(check, nameof(RestartWindow), RestartWindow, Tick);
        RequireDuration(check, nameof(RestartBackoff), RestartBackoff, Tick);
        RequireDuration(check, nameof(MaxRestartBackoff), MaxRestartBackoff, RestartBackoff > Tick ? RestartBackoff : Tick);
        RequireDuration(check, nameof(CancelGrace), CancelGrace, TimeSpan.Zero);
        RequireDuration(check, nameof(MemoryCheckInterval), MemoryCheckInterval, Tick);
        RequireDuration(check, nameof(HealthCheckInterval), HealthCheckInterval, TimeSpan.Zero);
        RequireDuration(check, nameof(HealthCheckTimeout), HealthCheckTimeout, Tick);
        RequireDuration(check, nameof(QuarantineTime), QuarantineTime, Tick);
        RequireDuration(check, nameof(MaxWorkerAge), MaxWorkerAge ?? Tick, Tick);
        RequireDuration(check, nameof(SessionTimeToLive), SessionTimeToLive ?? Tick, Tick);
        RequireDuration(check, nameof(LeakThreshold), LeakThreshold ?? Tick, Tick);
        Sizing?.Check(check, Size);
        for (var i = 0; i < (WarmUp?.Count ?? 0); i++)
            check.Require(!string.IsNullOrEmpty(WarmUp![i]?.Command), FormattableString.Invariant($"WarmUp[{i}].Command"), WarmUp[i]?.Command, "a command's name");
        check.ThrowIfInvalid();
        return this;
    }

    internal static void RequireDuration(OptionsCheck check, string name, TimeSpan value, TimeSpan least) => check.Require(
        value >= least && value <= LongestTimeout, name, value,
        least == Tick ? "above zero and at most 24 days" : $"{least} to 24 days");

    private const int OneMiB = 1024 * 1024;
    private const int OneGiB = 1024 * 1024 * 1024;

    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    // Timers of the runtime take up to 2^32 - 2 ms; a day count that is easy to say lies well below it.
    internal static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(24);
}
