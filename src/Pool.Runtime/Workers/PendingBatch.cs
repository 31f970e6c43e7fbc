namespace Pool.Runtime.Workers;

/// <summary>The answers that a worker owes to the commands of one batch, as far as they were sent.</summary>
internal sealed class PendingBatch(PendingReply?[] replies) : Outstanding
{
    public override IReadOnlyList<PendingReply> Unanswered => [.. replies.SelectMany(reply => reply?.Unanswered ?? [])];

    public override void Abandon()
    {
        for (var i = 0; i < replies.Length; i++)
            Volatile.Read(ref replies[i])?.Abandon();
    }
}
