namespace Pool.Runtime.Workers;

/// <summary>The answers that a worker owes to the commands of one batch.</summary>
internal sealed class PendingBatch(IReadOnlyList<PendingReply> replies) : Outstanding
{
    public override IReadOnlyList<PendingReply> Unanswered => [.. replies.SelectMany(reply => reply.Unanswered)];

    public override void Abandon()
    {
        // From the last on: answers come in order, so those that are in time are the first ones, whenever this happens.
        for (var i = replies.Count - 1; i >= 0; i--)
            replies[i].Abandon();
    }
}
