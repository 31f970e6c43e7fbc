using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Sessions;

/// <summary>Reads one stream. Disposing it before its end cancels the command.</summary>
internal sealed class ChunkEnumerator<T>(
    ChunkBuffer buffer,
    Func<ChunkBuffer, CancellationToken, Task<CommandResult>> run,
    Func<Payload, T> read,
    TaskCompletionSource<CommandResult> result,
    CancellationToken first,
    CancellationToken second) : IAsyncEnumerator<T>
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(first, second);
    private Task<CommandResult>? _running;
    private bool _isDisposed;

    public T Current { get; private set; } = default!;

    public ValueTask<bool> MoveNextAsync()
    {
        using (SynchronizationContextScope.LeaveCallers())
            return MoveNextCoreAsync();
    }

    public ValueTask DisposeAsync()
    {
        using (SynchronizationContextScope.LeaveCallers())
            return DisposeCoreAsync();
    }

    private async ValueTask<bool> MoveNextCoreAsync()
    {
        if (_isDisposed)
            return false;
        _running ??= run(buffer, _stop.Token);
        while (await buffer.WaitToReadAsync())
        {
            if (!buffer.TryRead(out var chunk))
                continue;
            Current = read(chunk!);
            return true;
        }

        await EndAsync(_running);
        return false;
    }

    private async Task EndAsync(Task<CommandResult> running)
    {
        try
        {
            result.TrySetResult(await running);
        }
        catch (Exception e)
        {
            if (e is OperationCanceledException cancelled)
                result.TrySetCanceled(cancelled.CancellationToken);
            else if (result.TrySetException(e))
                _ = result.Task.Exception; // The reader is told; nobody needs to look at this too.
            throw;
        }
    }

    private async ValueTask DisposeCoreAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        try
        {
            if (_running is { IsCompleted: false })
                await _stop.CancelAsync();
            if (_running is not null)
                await EndAsync(_running);
            else
                result.TrySetCanceled();
        }
        catch (Exception e) when (e is PoolException or OperationCanceledException)
        {
            // Whoever reads on to the end is told; whoever leaves does not want to know.
        }
        finally
        {
            _stop.Dispose();
        }
    }
}
