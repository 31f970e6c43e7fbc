using System.Text.Json;
using Pool.Runtime.Protocol;

namespace Pool.Runtime;

/// <summary>What a worker answered, and what it took to get the answer.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class CommandResult
{
    private readonly Payload _payload;

    // Boxed: a reference is written in one piece, whoever reads at the same time.
    private object? _value;

    internal CommandResult(Payload payload, int attempts, string workerId, TimeSpan elapsed, TimeSpan queueTime)
    {
        _payload = payload;
        Attempts = attempts;
        WorkerId = workerId;
        Elapsed = elapsed;
        QueueTime = queueTime;
    }

    /// <summary>The answer. A binary value stands in it as <c>{"$blob": index into <see cref="Blobs"/>}</c>.</summary>
    public JsonElement Value => (JsonElement)(_value ??= JsonElement.Parse(_payload.Json.Span));

    /// <summary>Binary values of the answer, exactly as the worker sent them; empty when there are none.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Blobs => _payload.Blobs;

    /// <summary>Attempts made, the successful one included; at least 1.</summary>
    public int Attempts { get; }

    /// <summary>Worker that answered.</summary>
    public string WorkerId { get; }

    /// <summary>Time from the call to its answer, queueing and retries included.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Time spent waiting for a worker or for the session's turn, over all attempts.</summary>
    public TimeSpan QueueTime { get; }

    internal Payload Payload => _payload;
}
