using System.Collections.Concurrent;
using System.Text.Json;
using Pool.Runtime.Adapters;

namespace Pool.Runtime.Tests;

/// <summary>
/// An in-process worker with a running list per session. "hold" waits until the test releases it; everything else can be
/// replaced by <see cref="On"/>.
/// </summary>
internal sealed class ScriptedWorker : IInProcessWorker
{
    private readonly Dictionary<string, List<string>> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Func<InProcessRequest, CancellationToken, ValueTask<InProcessReply>>> _handlers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CommandKind> _kinds = new(StringComparer.Ordinal)
    {
        ["echo"] = CommandKind.Query,
        ["hold"] = CommandKind.Query,
        ["who"] = CommandKind.Query,
        ["touch"] = CommandKind.Idempotent,
        ["append"] = CommandKind.Mutation,
        ["list"] = CommandKind.Query,
        ["act"] = CommandKind.Effect,
    };

    public ScriptedWorker(InProcessWorkerContext context)
    {
        Context = context;
        On("echo", request =>
        {
            Echoed.Enqueue(request.Args.GetRawText());
            return InProcessReply.Success(request.Args);
        });
        On("who", _ => InProcessReply.Success(context.WorkerId));
        On("touch", _ => InProcessReply.Success(null));
        On("act", _ => InProcessReply.Success(null));
        On("append", request => Append(request, request.Args.GetProperty("item").GetString()!));
        On("list", request => InProcessReply.Success(Session(request).ToArray()));
        _handlers["hold"] = HoldAsync;
        Capture = session => _sessions.TryGetValue(session, out var items) ? items : null;
        Restore = (session, state) => _sessions[session] = state.Deserialize<List<string>>()!;
    }

    public InProcessWorkerContext Context { get; }

    /// <summary>Completed when a "hold" has begun.</summary>
    public TaskCompletionSource Holding { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Release { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<string> Handled { get; } = new();

    /// <summary>What was echoed, in order; shared by the workers of a pool.</summary>
    public ConcurrentQueue<string> Echoed { get; init; } = new();

    public ConcurrentQueue<string> Ended { get; } = new();

    public bool Disposed { get; private set; }

    /// <summary>Says that it hears of cancellations; its commands have to look at <see cref="InProcessRequest.Cancelled"/>.</summary>
    public bool ObservesCancellation { get; set; }

    /// <summary>Says that it gives snapshots; <see cref="Capture"/> and <see cref="Restore"/> are asked for them.</summary>
    public bool GivesSnapshots { get; set; }

    /// <summary>What it gives as a session's state.</summary>
    public Func<string, object?> Capture { get; set; }

    /// <summary>What it does with a session's state.</summary>
    public Action<string, JsonElement> Restore { get; set; }

    public long? ResidentBytes
    {
        get => Measure();
        set => Measure = () => value;
    }

    public Func<long?> Measure { get; set; } = () => null;

    public ScriptedWorker On(string command, Func<InProcessRequest, InProcessReply> handler, CommandKind? kind = null)
    {
        _handlers[command] = (request, _) => ValueTask.FromResult(handler(request));
        if (kind is { } declared)
            _kinds[command] = declared;
        return this;
    }

    /// <summary>A command that takes its time: it may send pieces, wait for the test, or hear that it was cancelled.</summary>
    public void OnAsync(string command, Func<InProcessRequest, CancellationToken, ValueTask<InProcessReply>> handler, CommandKind kind)
    {
        _handlers[command] = handler;
        _kinds[command] = kind;
    }

    public void Declare(string command, CommandKind kind) => _kinds[command] = kind;

    public void CrashOn(string command) => On(command, _ =>
    {
        Context.Crash("scripted");
        return InProcessReply.Success("never heard");
    });

    public InProcessWorkerDescription Describe() =>
        new("scripted", _kinds) { ObservesCancellation = ObservesCancellation, GivesSnapshots = GivesSnapshots };

    public object? CaptureSession(string sessionId)
    {
        Handled.Enqueue("(snapshot)");
        return Capture(sessionId);
    }

    public void RestoreSession(string sessionId, JsonElement state, IReadOnlyList<ReadOnlyMemory<byte>> blobs)
    {
        Handled.Enqueue("(restore)");
        Restore(sessionId, state);
    }

    public ValueTask<InProcessReply> HandleAsync(InProcessRequest request, CancellationToken stopped)
    {
        Handled.Enqueue(request.Command);
        return _handlers.TryGetValue(request.Command, out var handler)
            ? handler(request, stopped)
            : ValueTask.FromResult(InProcessReply.Failure(new InProcessError("UnknownCommand", request.Command)));
    }

    public void EndSession(string sessionId)
    {
        Ended.Enqueue(sessionId);
        _sessions.Remove(sessionId);
    }

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        return default;
    }

    private async ValueTask<InProcessReply> HoldAsync(InProcessRequest request, CancellationToken stopped)
    {
        var release = Release.Task;
        Holding.TrySetResult();
        await release.WaitAsync(stopped);
        Holding = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return InProcessReply.Success("released");
    }

    private List<string> Session(InProcessRequest request)
    {
        if (!_sessions.TryGetValue(request.SessionId!, out var items))
            _sessions.Add(request.SessionId!, items = []);
        return items;
    }

    private InProcessReply Append(InProcessRequest request, string item)
    {
        Session(request).Add(item);
        return InProcessReply.Success(new { count = Session(request).Count, at = Guid.NewGuid() }, "at");
    }
}
