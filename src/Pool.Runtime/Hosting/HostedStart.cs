namespace Pool.Runtime.Hosting;

/// <summary>What the host waits for when it starts a pool.</summary>
public enum HostedStart
{
    /// <summary>The host is up once the pool has its workers, and does not come up when one of them does not start.</summary>
    WaitForWorkers,

    /// <summary>
    /// The host comes up at once; calls wait in the pool's queue until a worker is ready. A worker that does not start is
    /// tried again as after a loss.
    /// </summary>
    InBackground,
}
