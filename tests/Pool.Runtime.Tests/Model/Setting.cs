namespace Pool.Runtime.Tests.Model;

/// <summary>The options that make a difference to who gets which worker when.</summary>
internal sealed record Setting(
    int Size,
    int MaxOverflow,
    int MaxQueue,
    WorkerOrder IdleOrder,
    SessionAffinity Affinity,
    int MaxReplayToMove,
    bool IsLazy,
    bool RetiresAtOnce,
    int GraceMs)
{
    /// <summary>Workers that the pool is started with, before it is resized: one, so that they come one after the other.</summary>
    public const int FirstSize = 1;

    /// <summary>Longest wait of a call that does not say its own.</summary>
    public const int QueueMs = 2000;

    public PoolOptions ToOptions() => new()
    {
        Name = "model",
        Size = FirstSize,
        MaxOverflow = MaxOverflow,
        MaxQueue = MaxQueue,
        IdleOrder = IdleOrder,
        Affinity = Affinity,
        MaxReplayToMove = MaxReplayToMove,
        LazyStart = IsLazy,
        OverflowIdleTimeout = RetiresAtOnce ? TimeSpan.Zero : TimeSpan.FromDays(20),
        CancelGrace = TimeSpan.FromMilliseconds(GraceMs),
        QueueTimeout = TimeSpan.FromMilliseconds(QueueMs),
        CommandTimeout = TimeSpan.FromDays(20),
        StartTimeout = TimeSpan.FromDays(20),
        MaxConcurrentStarts = 1000,
        MaxRestarts = 1_000_000,
        RestartBackoff = TimeSpan.FromMilliseconds(1),
        MaxRestartBackoff = TimeSpan.FromMilliseconds(1),
        MaxKillsPerCommand = 0,
        HealthCheckInterval = TimeSpan.Zero,
        SessionTimeToLive = null,
        SnapshotAfter = 0,
        WarmUp = [new WarmUpCommand { Command = HeldWorker.WarmUp }],
    };
}
