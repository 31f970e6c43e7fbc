using System.Runtime.InteropServices;

namespace Pool.Runtime;

/// <summary>What a lease is wanted for.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CheckoutRequest
{
    /// <summary>Session whose worker and turn are wanted; null for any worker. 1 to 256 characters, none of them half a surrogate pair.</summary>
    public string? SessionId { get; init; }

    /// <summary>Longest wait for the worker. Default null: <see cref="PoolOptions.QueueTimeout"/>; otherwise above zero and at most 24 days.</summary>
    public TimeSpan? QueueTimeout { get; init; }

    /// <summary>Any worker, without a session.</summary>
    public static CheckoutRequest Anonymous => default;

    /// <summary>The session's worker. The session's other calls wait until the lease ends.</summary>
    /// <param name="sessionId">The session; begun by its first call. 1 to 256 characters, none of them half a surrogate pair.</param>
    public static CheckoutRequest ForSession(string sessionId)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        return new CheckoutRequest { SessionId = sessionId };
    }
}
