namespace Pool.Runtime.Protocol;

/// <summary>The final answer of a request that failed; without an id it concerns the connection itself.</summary>
internal sealed record WorkerError(long? Id, WorkerErrorInfo Error) : WorkerMessage
{
    /// <inheritdoc cref="WorkerResult.Span"/>
    public WorkerSpan? Span { get; init; }
}
