using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <summary>One worker at one moment.</summary>
/// <param name="WorkerId">Id of the worker, unique in its pool and never used again.</param>
/// <param name="State">State of the worker.</param>
/// <param name="ProcessId">Process id, when the worker is a process of this machine.</param>
/// <param name="StartedAt">When its start began.</param>
/// <param name="Sessions">Sessions it has served and that have not ended.</param>
/// <param name="Commands">Commands it answered.</param>
/// <param name="Description">What the worker calls itself, once it has said hello.</param>
public sealed record WorkerStats(
    string WorkerId,
    WorkerState State,
    int? ProcessId,
    DateTimeOffset StartedAt,
    IReadOnlyList<string> Sessions,
    long Commands,
    string? Description);
