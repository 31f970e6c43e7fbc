namespace Pool.Runtime.Protocol;

/// <summary>
/// The final answer of a command that succeeded. <paramref name="Volatile"/> names top-level fields of the value that
/// differ from run to run, such as times.
/// </summary>
internal sealed record WorkerResult(long Id, Payload Value, IReadOnlyList<string> Volatile) : WorkerMessage
{
    /// <summary>When the command ran; only for a request with a trace context.</summary>
    public WorkerSpan? Span { get; init; }

    internal override Payload Carried => Value;
}
