namespace Pool.SystemTests.Host;

/// <summary>What a host is in the midst of when it is killed.</summary>
internal enum HostState
{
    /// <summary>Its workers wait for calls.</summary>
    Idle,

    /// <summary>Its workers are being started; it is killed when that has begun, some time after.</summary>
    Starting,

    /// <summary>Its workers run commands.</summary>
    Busy,

    /// <summary>Its workers run commands and are stopped.</summary>
    Stopped,

    /// <summary>Its workers are stopped, and so is everything between them and the host.</summary>
    StoppedWithParents,

    /// <summary>Its workers have started processes in every way that lets them outlive a worker.</summary>
    WithGrandchildren,
}
