using System.Text.Json;
using Pool.NUnit.Isolation.Scripting.Demo;
using Pool.Runtime;
using Pool.Runtime.Adapters;

namespace Pool.NUnit.Isolation.Scripting;

/// <summary>
/// The worker of the Mock and Bridge layers: answers the demo commands as the real workers do, with what the script changes.
/// </summary>
public sealed class ScriptedWorker : IInProcessWorker
{
    private readonly InProcessWorkerContext _context;
    private readonly WorkerScript _script;
    private readonly DemoWorker _demo;
    private readonly Action<ScriptedWorker>? _ended;
    private TaskCompletionSource? _hang;

    /// <summary>Creates a worker; give this constructor to an in-process adapter.</summary>
    /// <param name="context">From the adapter.</param>
    /// <param name="script">What to answer; may be shared by any number of workers.</param>
    public ScriptedWorker(InProcessWorkerContext context, WorkerScript script)
        : this(context, script, ended: null)
    {
    }

    internal ScriptedWorker(InProcessWorkerContext context, WorkerScript script, Action<ScriptedWorker>? ended)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(script);
        _context = context;
        _script = script;
        _ended = ended;
        _demo = new DemoWorker(context.Time, context.Crash);
    }

    internal string PoolName => _context.PoolName;

    internal string WorkerId => _context.WorkerId;

    /// <inheritdoc/>
    public InProcessWorkerDescription Describe()
    {
        Dictionary<string, CommandKind> commands = new(DemoWorker.Commands, StringComparer.Ordinal);
        foreach ((string name, ScriptedReply reply) in _script.Replies)
        {
            commands[name] = reply.Kind;
        }

        return new InProcessWorkerDescription("scripted worker", commands) { ObservesCancellation = true, GivesSnapshots = true };
    }

    /// <inheritdoc/>
    public async ValueTask<InProcessReply> HandleAsync(InProcessRequest request, CancellationToken stopped)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Volatile.Read(ref _hang) is { } hang)
        {
            await hang.Task.WaitAsync(stopped);
        }

        TimeSpan delay = _script.DelayOf(request.Command);
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, _context.Time, request.Cancelled).WaitAsync(stopped);
        }

        switch (_script.TakeMishap(request.Command))
        {
            case { Error: { } error }:
                return InProcessReply.Failure(error);
            case { Error: null }:
                _context.Crash($"scripted crash in \"{request.Command}\"");
                await Task.Delay(Timeout.InfiniteTimeSpan, _context.Time, stopped);
                break;
        }

        return _script.Replies.TryGetValue(request.Command, out ScriptedReply? reply)
            ? await reply.Handler(request, stopped)
            : await _demo.HandleAsync(request, stopped);
    }

    /// <inheritdoc/>
    public void EndSession(string sessionId) => _demo.EndSession(sessionId);

    /// <inheritdoc/>
    public object? CaptureSession(string sessionId) => _demo.Capture(sessionId);

    /// <inheritdoc/>
    public void RestoreSession(string sessionId, JsonElement state, IReadOnlyList<ReadOnlyMemory<byte>> blobs) =>
        _demo.Restore(sessionId, DemoValue.From(state, blobs));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _ended?.Invoke(this);
        return ValueTask.CompletedTask;
    }

    internal void Crash(string reason) => _context.Crash(reason);

    /// <summary>Answers nothing until the returned object is disposed.</summary>
    internal IDisposable Hang()
    {
        TaskCompletionSource hang = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _hang, hang);
        return new ScriptedHang(() =>
        {
            Interlocked.CompareExchange(ref _hang, null, hang);
            hang.TrySetResult();
        });
    }
}
