namespace Pool.Worker.Serving;

/// <summary>A request that was read and not yet answered.</summary>
#pragma warning disable CA1001 // Neither owns a handle: no timer is set and no wait handle asked for.
internal sealed class OpenRequest
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _cancellation = new();

    // One permit for each chunk that may be sent; null where the host sets no limit.
    private readonly SemaphoreSlim? _credit;

    public OpenRequest(int? window) => _credit = window is { } chunks ? new SemaphoreSlim(chunks) : null;

    public CancellationToken Cancelled => _cancellation.Token;

    // Callbacks of a command must not run on the reading thread, so this only starts the cancellation.
    public void Cancel() => _ = _cancellation.CancelAsync();

    /// <summary>Lets the command send more chunks. Called by the reading thread alone.</summary>
    public void Grant(int chunks)
    {
        // Only this thread adds, so what is there can but shrink between the two.
        if (_credit is not null && Math.Min(chunks, int.MaxValue - _credit.CurrentCount) is > 0 and var added)
            _credit.Release(added);
    }

    /// <summary>Waits until a chunk may be sent.</summary>
    public Task TakeCreditAsync() => _credit?.WaitAsync(Cancelled) ?? Task.CompletedTask;
}
