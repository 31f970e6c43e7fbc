using System.Collections.Concurrent;
using System.Text.Json;
using Pool.Runtime.Adapters;

namespace Pool.Runtime.Tests;

/// <summary>Keeps a list per session, notes every effect it has, and crashes or hangs at random. Every answer names its request.</summary>
internal sealed class HistoryWorker(InProcessWorkerContext context, HistoryFaults faults, ConcurrentDictionary<int, int> effects) : IInProcessWorker
{
    private static readonly IReadOnlyDictionary<string, CommandKind> Kinds = new Dictionary<string, CommandKind>(StringComparer.Ordinal)
    {
        ["append"] = CommandKind.Mutation,
        ["list"] = CommandKind.Query,
        ["act"] = CommandKind.Effect,
        ["touch"] = CommandKind.Idempotent,
    };

    private readonly Dictionary<string, List<int>> _sessions = new(StringComparer.Ordinal);
    private int _disposals;

    public int Disposals => Volatile.Read(ref _disposals);

    public void Crash() => context.Crash("by the history");

    public InProcessWorkerDescription Describe() => new("history", Kinds);

    public async ValueTask<InProcessReply> HandleAsync(InProcessRequest request, CancellationToken stopped)
    {
        await faults.PauseAsync();
        if (faults.Happens(0.03))
            Crash();
        if (faults.Happens(0.01))
            await Task.Delay(Timeout.Infinite, stopped);
        // What a killed process can no longer do.
        stopped.ThrowIfCancellationRequested();
        var id = request.Args.ValueKind == JsonValueKind.Object ? request.Args.GetProperty("id").GetInt32() : 0;
        var items = Run(request.Command, request.SessionId, id);
        if (faults.Happens(0.03))
            Crash();
        return InProcessReply.Success(new { id, items });
    }

    public void EndSession(string sessionId) => _sessions.Remove(sessionId);

    public ValueTask DisposeAsync()
    {
        Interlocked.Increment(ref _disposals);
        return default;
    }

    private int[] Run(string command, string? session, int id)
    {
        if (command == "act")
            effects.AddOrUpdate(id, 1, (_, times) => times + 1);
        if (session is null)
            return [];
        if (!_sessions.TryGetValue(session, out var items))
            _sessions.Add(session, items = []);
        if (command == "append")
            items.Add(id);
        return [.. items];
    }
}
