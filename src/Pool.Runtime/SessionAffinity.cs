namespace Pool.Runtime;

/// <summary>How strictly a session is kept on the worker that served it last.</summary>
public enum SessionAffinity
{
    /// <summary>
    /// Preferred: while it is busy, another worker takes over if little has to be replayed
    /// (<see cref="PoolOptions.MaxReplayToMove"/>).
    /// </summary>
    Hint,

    /// <summary>Required while it lives: a call waits for it, whatever else is idle.</summary>
    StrictQueue,

    /// <summary>
    /// Required while it lives, without waiting: a call that finds it busy with another session's command fails at once
    /// with <see cref="Errors.SessionWorkerBusyException"/>. Calls of the same session still queue for their turn.
    /// </summary>
    StrictFailFast,
}
