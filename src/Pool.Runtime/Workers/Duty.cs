namespace Pool.Runtime.Workers;

/// <summary>What a pool does from time to time.</summary>
internal enum Duty
{
    RetireIdle,
    CheckHealth,
    RecycleOld,
    MeasureMemory,
    AdaptSize,
    ExpireSessions,
}
