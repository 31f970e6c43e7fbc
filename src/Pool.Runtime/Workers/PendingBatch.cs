namespace Pool.Runtime.Workers;

/// <summary>The answers that a worker owes to the commands of one batch, as far as they were sent.</summary>
internal sealed class PendingBatch(PendingReply?[] replies) : Outstanding
{
    public override IReadOnlyList<PendingReply> Unanswered => [.. replies.SelectMany(reply => reply?.Unanswered ?? [])];

    public override void Abandon()
    {
        // From the last on: answers come in order, so those that are in time are the first ones, whenever this happens.
        for (var i = replies.Length - 1; i >= 0; i--)
            Volatile.Read(ref replies[i])?.Abandon();
    }
}
