using Pool.Runtime.Adapters;

namespace Pool.Runtime.Benchmarks.Cases;

/// <summary>A worker in this process that answers at once.</summary>
internal sealed class IdleWorker : IInProcessWorker
{
    private static readonly InProcessReply Answer = InProcessReply.Success(true);

    public static InMemoryAdapter Adapter() => new(static _ => new IdleWorker());

    public InProcessWorkerDescription Describe() =>
        new("idle", new Dictionary<string, CommandKind>(StringComparer.Ordinal) { ["nothing"] = CommandKind.Query });

    public ValueTask<InProcessReply> HandleAsync(InProcessRequest request, CancellationToken stopped) => new(Answer);

    public void EndSession(string sessionId)
    {
    }

    public ValueTask DisposeAsync() => default;
}
