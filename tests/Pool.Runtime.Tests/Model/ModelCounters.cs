namespace Pool.Runtime.Tests.Model;

/// <summary>What the pool must have counted.</summary>
internal sealed record ModelCounters
{
    public long Checkouts { get; set; }

    public long Checkins { get; set; }

    public long Successes { get; set; }

    public long Errors { get; set; }

    public long Cancellations { get; set; }

    public long Starts { get; set; }

    public long StartFailures { get; set; }

    public long Losses { get; set; }

    public long Replays { get; set; }

    public long ReplayedCommands { get; set; }

    public long QueueTimeouts { get; set; }

    public long QueueRejections { get; set; }

    public long SessionMoves { get; set; }

    public long Recycles { get; set; }

    public static ModelCounters Of(PoolCounters counters) => new()
    {
        Checkouts = counters.Checkouts,
        Checkins = counters.Checkins,
        Successes = counters.Successes,
        Errors = counters.Errors,
        Cancellations = counters.Cancellations,
        Starts = counters.Starts,
        StartFailures = counters.StartFailures,
        Losses = counters.Losses,
        Replays = counters.Replays,
        ReplayedCommands = counters.ReplayedCommands,
        QueueTimeouts = counters.QueueTimeouts,
        QueueRejections = counters.QueueRejections,
        SessionMoves = counters.SessionMoves,
        Recycles = counters.Recycles,
    };
}
