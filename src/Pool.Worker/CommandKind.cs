namespace Pool.Worker;

/// <summary>
/// What running a command twice, or again on another worker, would do. The pool retries and replays by it.
/// </summary>
public enum CommandKind
{
    /// <summary>Changes nothing; may be repeated.</summary>
    Query,

    /// <summary>Acts on the outside, but a repetition changes nothing more; may be repeated.</summary>
    Idempotent,

    /// <summary>Changes the session's state and nothing else; the pool may replay it on another worker.</summary>
    Mutation,

    /// <summary>Acts on the outside; never repeated.</summary>
    Effect,
}
