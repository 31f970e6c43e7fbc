using System.Threading.Channels;
using Pool.Runtime.Adapters;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Workers;

/// <summary>A channel without a worker behind it: what is to be read from it is put into a queue, and killing it ends that.</summary>
internal abstract class QueuedOutputChannel : WorkerChannel
{
    private readonly Channel<WorkerMessage> _output = Channel.CreateUnbounded<WorkerMessage>();
    private readonly TaskCompletionSource<WorkerExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override Task<WorkerExit> Exited => _exited.Task;

    /// <summary>Says it, asked for or not.</summary>
    public void Say(WorkerMessage message) => _output.Writer.TryWrite(message);

    public override async ValueTask<WorkerMessage?> ReceiveAsync(CancellationToken cancellationToken) =>
        await _output.Reader.WaitToReadAsync(cancellationToken) && _output.Reader.TryRead(out var message) ? message : null;

    public override void CloseInput() => End(0);

    public override void Kill() => End(1);

    public override ValueTask DisposeAsync() => default;

    protected void End(int status)
    {
        EndOutput();
        Exit(new WorkerExit(status, null, null));
    }

    protected void EndOutput() => _output.Writer.TryComplete();

    protected void Exit(WorkerExit exit) => _exited.TrySetResult(exit);
}
