using Pool.Runtime.Adapters;

namespace Pool.Runtime.Tests.Model;

/// <summary>
/// A worker that holds every command, its start too, until the test says how it ends; replays alone it answers by itself.
/// Keeps a list of items per session and says it in every answer.
/// </summary>
internal sealed class HeldWorker(InProcessWorkerContext context, PlanBoard board) : IInProcessWorker
{
    public const string WarmUp = "warm_up";
    public const string Append = "append";
    public const string Look = "look";
    public const string Act = "act";

    private static readonly Dictionary<string, CommandKind> Kinds = new(StringComparer.Ordinal)
    {
        [WarmUp] = CommandKind.Query,
        [Append] = CommandKind.Mutation,
        [Look] = CommandKind.Query,
        [Act] = CommandKind.Effect,
    };

    private readonly Dictionary<string, List<int>> _sessions = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<bool> _start = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStarting;
    private HeldRequest? _held;
    private int _disposals;

    public string Id => context.WorkerId;

    public bool IsStarting => _isStarting;

    public HeldRequest? Held => Volatile.Read(ref _held);

    public int Disposals => Volatile.Read(ref _disposals);

    public void EndStart(bool succeeds) => _start.TrySetResult(succeeds);

    public void Crash() => context.Crash("by the plan");

    public InProcessWorkerDescription Describe() => new("held", Kinds) { ObservesCancellation = true };

    public async ValueTask<InProcessReply> HandleAsync(InProcessRequest request, CancellationToken stopped)
    {
        if (request.Command == WarmUp)
        {
            _isStarting = true;
            var succeeds = await _start.Task.WaitAsync(stopped);
            _isStarting = false;
            return succeeds ? InProcessReply.Success(null) : Failure("no start, by the plan");
        }

        var held = new HeldRequest(request.Args.GetProperty("id").GetInt32(), request.Args.GetProperty("part").GetInt32(), request);
        if (board.IsAnswered(held))
            return Reply(held);
        if (board.IsReleased(held.Id))
            return Failure("nobody waits for it");
        board.Begins(held.Id);
        return await HoldAsync(held, stopped) ? Reply(held) : Failure("by the plan");
    }

    public void EndSession(string sessionId) => _sessions.Remove(sessionId);

    public ValueTask DisposeAsync()
    {
        Interlocked.Increment(ref _disposals);
        return default;
    }

    private async Task<bool> HoldAsync(HeldRequest held, CancellationToken stopped)
    {
        if (Interlocked.Exchange(ref _held, held) is { } other)
            board.Note($"{Id} runs {held.Id} and {other.Id} at once");
        try
        {
            return await held.Answer.Task.WaitAsync(stopped);
        }
        finally
        {
            Volatile.Write(ref _held, null);
        }
    }

    private InProcessReply Reply(HeldRequest held)
    {
        List<int> items = [];
        if (held.Request.SessionId is { } session && !_sessions.TryGetValue(session, out items!))
            _sessions.Add(session, items = []);
        if (held.Request.Command == Append)
            items.Add(held.Id);
        return InProcessReply.Success(new { id = held.Id, part = held.Part, items = items.ToArray() });
    }

    private static InProcessReply Failure(string message) => InProcessReply.Failure(new InProcessError("Planned", message));
}
