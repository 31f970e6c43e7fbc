using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests.Errors;

/// <summary>An error of any kind, for what must hold for all of them.</summary>
internal sealed class StubPoolException(
    ErrorCategory category,
    ErrorSeverity severity,
    bool isTransient = true,
    RequestFate fate = RequestFate.NotSent,
    string? workerId = null)
    : PoolException(
        new PoolErrorContext("p") { WorkerId = workerId },
        new ErrorNature(category, severity, isTransient, fate),
        "Something failed. Change something.");
