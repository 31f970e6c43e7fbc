using System.Text.Json;

namespace Pool.Runtime.Adapters;

/// <summary>One command for an in-process worker.</summary>
/// <param name="Command">Name of the command.</param>
/// <param name="Args">Arguments; a binary one stands in them as <c>{"$blob": index into <paramref name="Blobs"/>}</c>.</param>
/// <param name="Blobs">Binary arguments.</param>
/// <param name="SessionId">The session, or null for an anonymous call.</param>
public sealed record InProcessRequest(
    string Command, JsonElement Args, IReadOnlyList<ReadOnlyMemory<byte>> Blobs, string? SessionId)
{
    /// <summary>W3C trace context of the caller, or null.</summary>
    public string? TraceParent { get; init; }

    /// <summary>
    /// Cancelled when the caller has given up and asks the worker to end this command soon, by an
    /// <see cref="OperationCanceledException"/> of this token or by its answer. The worker itself goes on.
    /// </summary>
    public CancellationToken Cancelled => Call?.Cancelled ?? CancellationToken.None;

    internal InProcessCall? Call { get; init; }

    /// <summary>
    /// Sends a piece of the answer ahead of it. Completes when it is sent, which waits while the caller has as many unread
    /// as it asked for. Thread-safe.
    /// </summary>
    /// <param name="value">The piece, anything that can be written as JSON; byte arrays travel as binary.</param>
    /// <exception cref="OperationCanceledException">The command was cancelled meanwhile.</exception>
    /// <exception cref="InvalidOperationException">The request was answered, or comes from no adapter.</exception>
    public ValueTask SendChunkAsync(object? value) => (Call ?? throw NoAdapter()).SendChunkAsync(value);

    /// <summary>Tells the caller how far the command is. Thread-safe.</summary>
    /// <param name="value">Anything that can be written as JSON; what it means is between the worker and the caller.</param>
    /// <exception cref="InvalidOperationException">The request was answered, or comes from no adapter.</exception>
    public ValueTask SendProgressAsync(object? value) => (Call ?? throw NoAdapter()).SendProgressAsync(value);

    private static InvalidOperationException NoAdapter() =>
        new("This request was made by hand, so there is nobody to send to; an adapter's requests can send.");
}
