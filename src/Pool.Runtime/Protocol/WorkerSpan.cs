namespace Pool.Runtime.Protocol;

/// <summary>
/// When the worker ran a request, by its own clock: microseconds since 1970 (UTC), and how many it took.
/// </summary>
internal sealed record WorkerSpan(long StartUs, long DurationUs, string Name);
