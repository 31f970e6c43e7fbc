namespace Pool.Runtime.Errors;

/// <summary>
/// Base of every failure a pool reports. The message says what happened, with values, then what to change.
/// A caller's own cancellation is no <see cref="PoolException"/>; it stays an <see cref="OperationCanceledException"/>.
/// </summary>
/// <remarks>Reading is thread-safe once the exception has reached the caller.</remarks>
public abstract class PoolException : Exception
{
    private readonly ErrorNature _nature;

    private protected PoolException(
        PoolErrorContext context, ErrorNature nature, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Context = context;
        _nature = nature;
    }

    /// <summary>Which part of the pool's work failed.</summary>
    public ErrorCategory Category => _nature.Category;

    /// <summary>How far the failure reaches.</summary>
    public ErrorSeverity Severity => _nature.Severity;

    /// <summary>Whether the same call may succeed later without a change by the caller.</summary>
    public bool IsTransient => _nature.IsTransient;

    /// <summary>Whether the request had left for the worker; one that had may have taken effect.</summary>
    public RequestFate RequestFate => _nature.Fate;

    /// <summary>Attempts made at the call, the failed one included; 0 when the failure belongs to no call.</summary>
    public int Attempts => Context.Attempts;

    /// <summary>Name of the pool.</summary>
    public string PoolName => Context.PoolName;

    /// <summary>Worker concerned, if one was.</summary>
    public string? WorkerId => Context.WorkerId;

    /// <summary>Session concerned, if one was.</summary>
    public string? SessionId => Context.SessionId;

    /// <summary>Name of the command concerned, if one was.</summary>
    public string? Command => Context.Command;

    /// <summary>Pool, worker, session and command as far as known, what happened, then what to change.</summary>
    public override string Message => Context + base.Message;

    internal PoolErrorContext Context { get; private set; }

    /// <summary>
    /// Fills in what the layer that threw did not know. For use before the caller sees the exception.
    /// </summary>
    internal void FillContext(PoolErrorContext outer) => Context = Context.FilledFrom(outer);

    /// <summary>Sets <see cref="Attempts"/>. For use before the caller sees the exception.</summary>
    internal void SetAttempts(int attempts) => Context = Context with { Attempts = attempts };
}
