namespace Pool.Runtime.Errors;

/// <summary>What recovery needs to know of a failure, independent of where it happened.</summary>
internal readonly record struct ErrorNature(
    ErrorCategory Category,
    ErrorSeverity Severity,
    bool IsTransient = false,
    RequestFate Fate = RequestFate.NotSent);
