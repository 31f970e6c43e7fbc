namespace Pool.Runtime.Protocol;

/// <summary>An error as the worker reports it.</summary>
internal sealed record WorkerErrorInfo(string Type, string Message, bool Retryable, string? Traceback);
