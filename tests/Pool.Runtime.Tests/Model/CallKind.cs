namespace Pool.Runtime.Tests.Model;

/// <summary>What a caller may ask of a pool.</summary>
internal enum CallKind
{
    Execute,
    Stream,
    Batch,
    Lease,
    OnLease,
    EndSession,
}
