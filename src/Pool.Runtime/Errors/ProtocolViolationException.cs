namespace Pool.Runtime.Errors;

/// <summary>The worker sent what the protocol forbids: a broken frame, or an answer to a request nobody made.</summary>
/// <remarks>The worker is killed, as nothing it says can be trusted any more. Reading is thread-safe.</remarks>
public sealed class ProtocolViolationException : PoolException
{
    internal ProtocolViolationException(
        PoolErrorContext context,
        string violation,
        RequestFate fate = RequestFate.Sent,
        Exception? innerException = null)
        : base(
            context,
            new ErrorNature(ErrorCategory.Communication, ErrorSeverity.Major, IsTransient: true, fate),
            $"The worker broke the protocol: {violation.TrimEnd('.')}. It is replaced. Keep everything but frames out of the " +
                "worker's frame stream, and check that worker and pool speak the same protocol version.",
            innerException) => Violation = violation;

    /// <summary>What was wrong, with the offending values.</summary>
    public string Violation { get; }
}
