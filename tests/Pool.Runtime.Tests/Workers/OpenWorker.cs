using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Pool.Runtime.Adapters;
using Pool.Runtime.Protocol;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Workers;

/// <summary>A worker that is ready and read for, without a pool. It says nothing but what the test makes it say.</summary>
internal sealed class OpenWorker : IWorkerOwner, IAsyncDisposable
{
    private readonly ConcurrentBag<Task> _loops = [];
    private readonly TaskCompletionSource<(TransitionReason Reason, string Detail)> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EntryLog Log { get; } = new();

    public PooledWorker Worker { get; private set; } = null!;

    public TalkingChannel Channel { get; private set; } = null!;

    public Task<(TransitionReason Reason, string Detail)> Lost => _lost.Task;

    public static async Task<OpenWorker> StartAsync(params IReadOnlyList<string> features)
    {
        var open = new OpenWorker();
        var adapter = new TalkingAdapter(_ => [], features);
        var start = new WorkerStart("pool", "w1", FrameLimits.Default, TimeProvider.System, NullLogger.Instance, open.Start);
        open.Worker = new PooledWorker(start, adapter, open, LogRelays.Of(open.Log), isReplacement: false);
        await open.Worker.OpenAsync([], CancellationToken.None);
        open.Channel = adapter.Channels[0];
        open.Start(open.Worker.ReadAsync);
        return open;
    }

    /// <summary>Asks for an answer, as a call does.</summary>
    public PendingReply Ask(string command = "ask", ReplySink? sink = null)
    {
        var pending = Worker.Owe(sink);
        Worker.Send(new HostRequest(pending.Id, command, Payload.EmptyObject, "s", 1000, null), pending);
        return pending;
    }

    public void WorkerLost(PooledWorker worker, TransitionReason reason, string detail) => _lost.TrySetResult((reason, detail));

    public void WorkerEnded(PooledWorker worker, WorkerExit exit)
    {
    }

    public async ValueTask DisposeAsync()
    {
        Worker.Kill();
        await Task.WhenAll(_loops);
    }

    private void Start(Func<Task> loop) => _loops.Add(Task.Run(loop));
}
