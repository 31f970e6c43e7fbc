namespace Pool.Runtime.Workers;

/// <summary>What a worker owes to a caller who may give up. Thread-safe.</summary>
internal abstract class Outstanding
{
    /// <summary>The caller gives up: it is released at once, and the answer is still due. Idempotent.</summary>
    public abstract void Abandon();

    /// <summary>The answers that were abandoned before they came. Asked for by whoever settles them.</summary>
    public abstract IReadOnlyList<PendingReply> Unanswered { get; }
}
