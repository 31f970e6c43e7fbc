namespace Pool.Runtime;

/// <summary>What one call asks for beyond the pool's own options.</summary>
/// <remarks>Immutable; may be shared by any number of calls.</remarks>
public sealed record ExecuteOptions
{
    /// <summary>
    /// Deadline of this call: queueing, checkout, replay, command and every retry together.
    /// Default null: <see cref="PoolOptions.CommandTimeout"/>; otherwise above zero.
    /// </summary>
    public TimeSpan? Timeout { get; init; }
}
