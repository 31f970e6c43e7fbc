namespace Pool.Runtime.Protocol;

/// <summary>What running a command twice, or again on another worker, would do.</summary>
internal enum WireCommandKind
{
    /// <summary>Changes nothing.</summary>
    Query,

    /// <summary>Acts on the outside, but a repetition changes nothing more.</summary>
    Idempotent,

    /// <summary>Changes the session's state in the worker and nothing else, so it can be replayed elsewhere.</summary>
    Mutation,

    /// <summary>Acts on the outside; never repeated.</summary>
    Effect,
}
