using Pool.Runtime.Protocol;
using Pool.Runtime.Sessions;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <summary>A command's answer in chunks. Reading it begins the call; reading it again begins another.</summary>
/// <typeparam name="T">What a chunk is read as.</typeparam>
/// <remarks>Thread-safe; each reading is one reader's.</remarks>
public sealed class StreamedCommand<T> : IAsyncEnumerable<T>
{
    private readonly Func<ChunkBuffer> _begin;
    private readonly Func<ChunkBuffer, CancellationToken, Task<CommandResult>> _run;
    private readonly Func<Payload, T> _read;
    private readonly CancellationToken _cancellationToken;
    private readonly TaskCompletionSource<CommandResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal StreamedCommand(
        Func<ChunkBuffer> begin, Func<ChunkBuffer, CancellationToken, Task<CommandResult>> run, Func<Payload, T> read, CancellationToken cancellationToken)
    {
        _begin = begin;
        _run = run;
        _read = read;
        _cancellationToken = cancellationToken;
    }

    /// <summary>
    /// What the command returned behind its chunks: what a Python generator returns, null for a .NET stream. Completes with the reading that
    /// ends first; fails as that reading did, and is cancelled where that one was left early. Nothing begins a reading but a reader.
    /// </summary>
    public Task<CommandResult> Result => _result.Task;

    /// <summary>Begins the call with the first chunk that is asked for.</summary>
    /// <param name="cancellationToken">Cancels the call, as does the token that the stream was made with.</param>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new ChunkEnumerator<T>(_begin(), _run, _read, _result, _cancellationToken, cancellationToken);
}
