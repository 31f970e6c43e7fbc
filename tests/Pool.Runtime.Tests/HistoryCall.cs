namespace Pool.Runtime.Tests;

/// <summary>One call of a history: what was asked, and how it ended.</summary>
internal sealed record HistoryCall(int Id, string? Session, string Command)
{
    public CancellationTokenSource? Cancel { get; init; }

    public Task<int[]?> Answer { get; set; } = null!;

    public bool Succeeded => Answer.IsCompletedSuccessfully;

    public override string ToString() => $"{Command} {Id} of {Session ?? "no session"}";
}
