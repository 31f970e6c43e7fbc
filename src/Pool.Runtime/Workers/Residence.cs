namespace Pool.Runtime.Workers;

/// <summary>
/// What one worker holds of one session. The position is written by whoever holds the session's turn, under the pool's lock.
/// </summary>
internal sealed class Residence(PooledWorker worker)
{
    public PooledWorker Worker { get; } = worker;

    /// <summary>How many of the session's mutations the worker has applied.</summary>
    public int Position { get; set; }
}
