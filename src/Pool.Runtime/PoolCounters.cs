using System.Runtime.InteropServices;

namespace Pool.Runtime;

/// <summary>Counts of what a pool has observed.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PoolCounters
{
    /// <summary>Workers handed to a call.</summary>
    public long Checkouts { get; init; }

    /// <summary>Workers given back, condemned ones included.</summary>
    public long Checkins { get; init; }

    /// <summary>Calls that ended with an answer. A batch is one call.</summary>
    public long Successes { get; init; }

    /// <summary>
    /// Calls that ended with an error, the caller's own cancellation not included; among them batches of which a command did.
    /// </summary>
    public long Errors { get; init; }

    /// <summary>Calls that their caller cancelled.</summary>
    public long Cancellations { get; init; }

    /// <summary>Attempts after the first.</summary>
    public long Retries { get; init; }

    /// <summary>Calls that succeeded after a failed attempt.</summary>
    public long Recovered { get; init; }

    /// <summary>Workers that became ready.</summary>
    public long Starts { get; init; }

    /// <summary>Workers that did not become ready.</summary>
    public long StartFailures { get; init; }

    /// <summary>Workers lost to a crash, a timeout, a cancelled command, a protocol violation or failed health checks.</summary>
    public long Losses { get; init; }

    /// <summary>Workers that became ready in the place of a lost one.</summary>
    public long Restarts { get; init; }

    /// <summary>Times a session's journal was replayed to a worker.</summary>
    public long Replays { get; init; }

    /// <summary>Commands sent by those replays.</summary>
    public long ReplayedCommands { get; init; }

    /// <summary>Times a session's state was taken from a worker, so that the journal before it could be dropped.</summary>
    public long Snapshots { get; init; }

    /// <summary>Calls and checkouts that waited for their turn or a worker in vain, for as long as they may.</summary>
    public long QueueTimeouts { get; init; }

    /// <summary>Calls and checkouts refused because the queue was full.</summary>
    public long QueueRejections { get; init; }

    /// <summary>Times a session was served by another worker than the last time.</summary>
    public long SessionMoves { get; init; }

    /// <summary>Leases that were out for longer than <see cref="PoolOptions.LeakThreshold"/>.</summary>
    public long Leaks { get; init; }

    /// <summary>Workers in good order that were replaced; <see cref="PoolStats.Recycles"/> has them by reason.</summary>
    public long Recycles { get; init; }

    /// <summary>Health checks of idle workers that ended, either way.</summary>
    public long HealthChecks { get; init; }

    /// <summary>Those of them that were not answered in time.</summary>
    public long HealthCheckFailures { get; init; }

    /// <summary>Sessions that ended because they were idle for their time to live.</summary>
    public long SessionsExpired { get; init; }

    /// <summary>Each count's growth since <paramref name="earlier"/>.</summary>
    /// <param name="earlier">Counters of the same pool, read before these.</param>
    public PoolCounters Since(PoolCounters earlier) => new()
    {
        Checkouts = Checkouts - earlier.Checkouts,
        Checkins = Checkins - earlier.Checkins,
        Successes = Successes - earlier.Successes,
        Errors = Errors - earlier.Errors,
        Cancellations = Cancellations - earlier.Cancellations,
        Retries = Retries - earlier.Retries,
        Recovered = Recovered - earlier.Recovered,
        Starts = Starts - earlier.Starts,
        StartFailures = StartFailures - earlier.StartFailures,
        Losses = Losses - earlier.Losses,
        Restarts = Restarts - earlier.Restarts,
        Replays = Replays - earlier.Replays,
        ReplayedCommands = ReplayedCommands - earlier.ReplayedCommands,
        Snapshots = Snapshots - earlier.Snapshots,
        QueueTimeouts = QueueTimeouts - earlier.QueueTimeouts,
        QueueRejections = QueueRejections - earlier.QueueRejections,
        SessionMoves = SessionMoves - earlier.SessionMoves,
        Leaks = Leaks - earlier.Leaks,
        Recycles = Recycles - earlier.Recycles,
        HealthChecks = HealthChecks - earlier.HealthChecks,
        HealthCheckFailures = HealthCheckFailures - earlier.HealthCheckFailures,
        SessionsExpired = SessionsExpired - earlier.SessionsExpired,
    };
}
