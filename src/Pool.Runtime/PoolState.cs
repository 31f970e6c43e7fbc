namespace Pool.Runtime;

/// <summary>Life of a pool.</summary>
public enum PoolState
{
    /// <summary>Made by a container and not started yet; calls are refused.</summary>
    Created,

    /// <summary>The first workers are being started.</summary>
    Starting,

    /// <summary>Serving.</summary>
    Running,

    /// <summary>Finishing the calls it has; new ones are refused.</summary>
    Draining,

    /// <summary>Too many workers were lost too fast; calls are refused with the last error.</summary>
    Failed,

    /// <summary>Disposed, or on the way there; calls are refused.</summary>
    Disposed,
}
