namespace Pool.Runtime.Adapters;

/// <summary>
/// A worker that lives in this process: the same pool code runs above it, without a process to start.
/// Served by <see cref="InMemoryAdapter"/> (no frames) or <see cref="DuplexPipeAdapter"/> (real frames).
/// </summary>
/// <remarks>
/// The adapter calls <see cref="HandleAsync"/> for one request at a time, and <see cref="EndSession"/> between requests.
/// <see cref="IAsyncDisposable.DisposeAsync"/> runs once, after the last of them.
/// </remarks>
public interface IInProcessWorker : IAsyncDisposable
{
    /// <summary>
    /// Memory that the worker takes, in bytes, for <see cref="PoolOptions.MaxWorkerMemoryBytes"/>; null, as by default, when
    /// it does not know. Asked from any thread, also during a command; what it throws counts as null.
    /// </summary>
    long? ResidentBytes => null;

    /// <summary>Name and commands, asked for once when the worker starts.</summary>
    InProcessWorkerDescription Describe();

    /// <summary>Runs one command.</summary>
    /// <param name="request">The command and its arguments.</param>
    /// <param name="stopped">Cancelled when the worker is killed; what is returned then goes nowhere.</param>
    /// <returns>The reply. An exception becomes an error reply with the exception's type, message and stack.</returns>
    ValueTask<InProcessReply> HandleAsync(InProcessRequest request, CancellationToken stopped);

    /// <summary>Forgets the state of a session.</summary>
    /// <param name="sessionId">The session.</param>
    void EndSession(string sessionId);
}
