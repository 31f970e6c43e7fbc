namespace Pool.Runtime.Workers;

/// <summary>What the pool notes of a worker to decide when it is checked and when it is replaced. Guarded by the pool's lock.</summary>
internal sealed class WorkerUpkeep
{
    /// <summary>Generation of the pool's workers that it belongs to; clearing the pool begins a new one.</summary>
    public int Generation { get; init; }

    /// <summary>When its start began, as a timestamp of the pool's clock.</summary>
    public long StartedAt { get; init; }

    /// <summary>Age at which it is replaced, its own jitter taken off; null for never.</summary>
    public TimeSpan? Life { get; init; }

    public bool IsTooOld { get; set; }

    public bool IsTooLarge { get; set; }

    /// <summary>A health check is under way. It is Ready and no caller gets it.</summary>
    public bool IsUnderCheck { get; set; }

    /// <summary>Timestamp of the last check that it passed; null before the first.</summary>
    public long? CheckedAt { get; set; }

    /// <summary>Health checks failed in a row.</summary>
    public int FailedChecks { get; set; }

    /// <summary>
    /// Timestamp at which it was found to be the only home of a session and so was kept; the answer is not looked up again
    /// at every checkin.
    /// </summary>
    public long? KeptAt { get; set; }
}
