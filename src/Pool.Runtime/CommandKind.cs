namespace Pool.Runtime;

/// <summary>What a command does to the world; a worker declares it for each of its commands.</summary>
public enum CommandKind
{
    /// <summary>Reads only. May be sent again after a failure.</summary>
    Query,

    /// <summary>Has the same effect however often it runs. May be sent again after a failure.</summary>
    Idempotent,

    /// <summary>
    /// Changes the state of its session and nothing else. Journaled, so that the session's state outlives the worker;
    /// never sent again by a retry once it has left for a worker.
    /// </summary>
    Mutation,

    /// <summary>Acts on the outside. Never repeated once it has left for a worker, and never replayed.</summary>
    Effect,
}
