namespace Pool.Worker;

/// <summary>An error whose type, message and retryability reach the caller as given.</summary>
public sealed class WorkerException : Exception
{
    /// <summary>Creates an error.</summary>
    /// <param name="type">What the caller can tell the error by, such as <c>ProgramNotFound</c>; not empty.</param>
    /// <param name="message">What happened, with values.</param>
    /// <param name="retryable">Whether the same request may succeed when it is sent again.</param>
    /// <exception cref="ArgumentException"><paramref name="type"/> is empty.</exception>
    public WorkerException(string type, string message, bool retryable = false)
        : base(message)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        Type = type;
        Retryable = retryable;
    }

    /// <summary>What the caller can tell the error by.</summary>
    public string Type { get; }

    /// <summary>Whether the same request may succeed when it is sent again.</summary>
    public bool Retryable { get; }
}
