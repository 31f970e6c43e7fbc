namespace Pool.Runtime.Tests.Model;

/// <summary>A call as the model sees it.</summary>
internal sealed class ModelCall
{
    public const string Succeeded = "succeeded";
    public const string Cancelled = nameof(OperationCanceledException);

    public required int Id { get; init; }

    public required CallKind Kind { get; init; }

    public string? SessionId { get; init; }

    public string Command { get; init; } = "";

    /// <summary>Commands of a batch; else 1.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>The lease that a command runs on.</summary>
    public ModelCall? Lease { get; init; }

    /// <summary>When its time is over, and when it will wait no more, by the model's clock.</summary>
    public long EndsAt { get; init; } = long.MaxValue;

    public long PatienceEndsAt { get; init; } = long.MaxValue;

    public ModelSession? Session { get; set; }

    public long Ticket { get; set; }

    public bool IsLetIn { get; set; }

    public bool HasTurn { get; set; }

    /// <summary>The queue it waits in.</summary>
    public ModelQueue? Queue { get; set; }

    /// <summary>The worker that it runs on, or, of a lease, holds.</summary>
    public ModelWorker? Worker { get; set; }

    /// <summary>How it has ended for its caller; null until then.</summary>
    public string? Outcome { get; set; }

    /// <summary>The caller is released and the worker still owes an answer, at most until then.</summary>
    public long? SettlesUntil { get; set; }

    /// <summary>Commands that were answered; what a stream has sent.</summary>
    public int Answered { get; set; }

    public int Chunks { get; set; }

    /// <summary>What each answered command must have said of its session, in order; null for one that failed.</summary>
    public List<int[]?> Seen { get; } = [];

    /// <summary>Not every command of a batch was answered with a result.</summary>
    public bool HasFailed => Kind == CallKind.Batch && (Seen.Count < Parts || Seen.Contains(null));

    /// <summary>Of a lease: its command that runs or settles; and whether it was given back.</summary>
    public ModelCall? Running { get; set; }

    public bool IsReturned { get; set; }

    public bool IsOpenLease => Kind == CallKind.Lease && Outcome == Succeeded && !IsReturned;

    public bool Runs => Worker is not null && Kind != CallKind.Lease && (Outcome is null || SettlesUntil is not null);

    public bool CountsAsCall => Kind is not (CallKind.Lease or CallKind.EndSession);

    public override string ToString() => $"{Kind} {Id} of {SessionId ?? "no session"}";
}
