namespace Pool.NUnit.Isolation.Monitoring;

/// <summary>What a pool did while it was monitored: exact counts, nothing sampled.</summary>
public sealed record PoolMonitorReport
{
    /// <summary>Workers handed to a call.</summary>
    public required long Checkouts { get; init; }

    /// <summary>Workers given back.</summary>
    public required long Checkins { get; init; }

    /// <summary>Calls that ended with an answer.</summary>
    public required long Successes { get; init; }

    /// <summary>Calls that ended with an error, a caller's own cancellation not included.</summary>
    public required long Errors { get; init; }

    /// <summary>Calls that succeeded after a failed attempt.</summary>
    public required long Recovered { get; init; }

    /// <summary>Workers that became ready in the place of a lost one.</summary>
    public required long Restarts { get; init; }

    /// <summary>Most callers that waited at one time.</summary>
    public required int MaxQueueDepth { get; init; }

    /// <summary>How long was monitored.</summary>
    public required TimeSpan Duration { get; init; }
}
