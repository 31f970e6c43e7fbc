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

    internal int EffectiveMaxRestarts => MaxRestarts > 0 ? MaxRestarts : Math.Max(20, 10 * Size);

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
            .Require(MaxJournalBytes >= 0, nameof(MaxJournalBytes), MaxJournalBytes, "at least 0");
        RequireDuration(check, nameof(QueueTimeout), QueueTimeout, Tick);
        RequireDuration(check, nameof(CommandTimeout), CommandTimeout, Tick);
        RequireDuration(check, nameof(StartTimeout), StartTimeout, Tick);
        RequireDuration(check, nameof(ShutdownGrace), ShutdownGrace, Tick);
        RequireDuration(check, nameof(OverflowIdleTimeout), OverflowIdleTimeout, TimeSpan.Zero);
        RequireDuration(check, nameof(RestartWindow), RestartWindow, Tick);
        RequireDuration(check, nameof(RestartBackoff), RestartBackoff, Tick);
        RequireDuration(check, nameof(MaxRestartBackoff), MaxRestartBackoff, RestartBackoff);
        check.ThrowIfInvalid();
        return this;
    }

    private static void RequireDuration(OptionsCheck check, string name, TimeSpan value, TimeSpan least) => check.Require(
        value >= least && value <= LongestTimeout, name, value,
        least == Tick ? "above zero and at most 24 days" : $"{least} to 24 days");

    private const int OneGiB = 1024 * 1024 * 1024;

    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    // Timers of the runtime take up to 2^32 - 2 ms; a day count that is easy to say lies well below it.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(24);
}
