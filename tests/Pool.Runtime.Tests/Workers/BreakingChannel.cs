using System.Threading.Channels;
using Pool.Runtime.Adapters;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Workers;

/// <summary>A worker that dies of every request, while its channel fails the send in the way that the test chooses.</summary>
internal sealed class BreakingChannel(Func<Exception> failure, Action<string> heard) : WorkerChannel
{
    private static readonly IReadOnlyDictionary<string, CommandDescription> Commands =
        new Dictionary<string, CommandDescription>(StringComparer.Ordinal)
        {
            ["list"] = new("list", WireCommandKind.Query),
            ["touch"] = new("touch", WireCommandKind.Idempotent),
            ["append"] = new("append", WireCommandKind.Mutation),
            ["act"] = new("act", WireCommandKind.Effect),
        };

    private readonly Channel<WorkerMessage> _output = Channel.CreateUnbounded<WorkerMessage>();
    private readonly TaskCompletionSource<WorkerExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override Task<WorkerExit> Exited => _exited.Task;

    public override async ValueTask SendAsync(HostMessage message, CancellationToken cancellationToken)
    {
        switch (message)
        {
            case HostHello:
                _output.Writer.TryWrite(new WorkerHello(WireFormat.Version, "breaking", null, FrameLimits.Default.MaxFrameBytes, Commands, []));
                break;
            case HostPing ping:
                _output.Writer.TryWrite(new WorkerPong(ping.Id));
                break;
            case HostRequest request:
                heard(request.Command);
                Kill();
                await Exited;
                throw failure();
        }
    }

    public override async ValueTask<WorkerMessage?> ReceiveAsync(CancellationToken cancellationToken) =>
        await _output.Reader.WaitToReadAsync(cancellationToken) && _output.Reader.TryRead(out var message) ? message : null;

    public override void CloseInput() => Kill();

    public override void Kill()
    {
        _output.Writer.TryComplete();
        _exited.TrySetResult(new WorkerExit(1, null, null));
    }

    public override ValueTask DisposeAsync() => default;
}
