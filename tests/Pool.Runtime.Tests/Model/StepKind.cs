namespace Pool.Runtime.Tests.Model;

/// <summary>What can be done to a pool in one step of a plan.</summary>
internal enum StepKind
{
    Execute,
    Stream,
    Batch,
    Lease,
    ExecuteOnLease,
    Return,
    EndSession,
    Cancel,
    Answer,
    Chunk,
    CrashIdle,
    EndStart,
    Resize,
    Clear,
    Wait,
    Drain,
}
