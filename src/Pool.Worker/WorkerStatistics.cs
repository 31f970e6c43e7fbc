namespace Pool.Worker;

/// <summary>A worker's own figures at one moment.</summary>
/// <param name="Uptime">Time since the worker began to serve.</param>
/// <param name="CommandCount">Requests taken up so far, the current one included.</param>
/// <param name="ErrorCount">Requests answered by an error.</param>
/// <param name="SessionCount">Sessions that have state in this worker.</param>
public sealed record WorkerStatistics(TimeSpan Uptime, long CommandCount, long ErrorCount, int SessionCount);
