namespace Pool.Runtime;

/// <summary>Why a session ended.</summary>
public enum SessionEndReason
{
    /// <summary>A caller ended it.</summary>
    Asked,

    /// <summary>It was idle for <see cref="PoolOptions.SessionTimeToLive"/>.</summary>
    Expired,
}
