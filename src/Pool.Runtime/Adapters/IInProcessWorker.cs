using System.Text.Json;

namespace Pool.Runtime.Adapters;

/// <summary>
/// A worker that lives in this process: the same pool code runs above it, without a process to start.
/// Served by <see cref="InMemoryAdapter"/> (no frames) or <see cref="DuplexPipeAdapter"/> (real frames).
/// </summary>
/// <remarks>
/// The adapter calls <see cref="HandleAsync"/> for one request at a time, and the methods for sessions between requests.
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

    /// <summary>
    /// The whole state of a session, for another worker to go on with. Asked between requests, only where
    /// <see cref="InProcessWorkerDescription.GivesSnapshots"/>.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <returns>
    /// Anything that can be written as JSON; byte arrays travel as binary. Null for a session without state. An exception
    /// becomes an error of type <c>SnapshotUnavailable</c>.
    /// </returns>
    object? CaptureSession(string sessionId) =>
        throw new NotSupportedException($"{GetType().Name} says that it gives snapshots and does not implement {nameof(CaptureSession)}.");

    /// <summary>
    /// Puts a state in the place of whatever the session has. An exception, which must leave that as it was, becomes an error
    /// of type <c>InvalidSnapshot</c>. Asked between requests.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="state">A state of <see cref="CaptureSession"/>, not null; binary stands in it as <c>{"$blob": index}</c>.</param>
    /// <param name="blobs">The state's binary.</param>
    void RestoreSession(string sessionId, JsonElement state, IReadOnlyList<ReadOnlyMemory<byte>> blobs) =>
        throw new NotSupportedException($"{GetType().Name} says that it gives snapshots and does not implement {nameof(RestoreSession)}.");
}
