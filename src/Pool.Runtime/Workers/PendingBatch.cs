namespace Pool.Runtime.Workers;

/// <summary>The answers that a worker owes to the commands of one batch.</summary>
internal sealed class PendingBatch(IReadOnlyList<PendingReply> replies) : Outstanding
{
    public override IReadOnlyList<PendingReply> Unanswered => [.. replies.SelectMany(reply => reply.Unanswered)];

    public override void Abandon()
    {
        foreach (var reply in replies)
            reply.Abandon();
    }
}
