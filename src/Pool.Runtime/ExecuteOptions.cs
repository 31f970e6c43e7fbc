using System.Text.Json;

namespace Pool.Runtime;

/// <summary>What one call asks for beyond the pool's own options.</summary>
/// <remarks>Immutable; may be shared by any number of calls.</remarks>
public sealed record ExecuteOptions
{
    /// <summary>
    /// Deadline of this call: queueing, checkout, replay, command and every retry together.
    /// Default null: <see cref="PoolOptions.CommandTimeout"/>; otherwise above zero and at most 24 days.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Told of the command's progress, one report at a time and in order, on a thread of its own. What it throws is logged.
    /// Default null.
    /// </summary>
    public IProgress<JsonElement>? Progress { get; init; }

    /// <summary>
    /// Chunks of a streamed answer that the worker may be ahead of its reader. Default 16; 1 to 10,000.
    /// </summary>
    public int StreamWindow { get; init; } = 16;
}
