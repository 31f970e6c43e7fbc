using System.Threading.Channels;
using Pool.Runtime.Adapters;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Workers;

/// <summary>A worker whose every command succeeds with its own id, and whose pongs the test can withhold.</summary>
internal sealed class MuteChannel(string workerId) : WorkerChannel
{
    private readonly Channel<WorkerMessage> _output = Channel.CreateUnbounded<WorkerMessage>();
    private readonly TaskCompletionSource<WorkerExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly Queue<long> _withheld = new();
    private bool _isMute;
    private int _pings;

    public string WorkerId { get; } = workerId;

    /// <summary>Pings heard, the one of the handshake not included.</summary>
    public int Pings => Volatile.Read(ref _pings) - 1;

    public bool IsKilled { get; private set; }

    public override Task<WorkerExit> Exited => _exited.Task;

    public void Mute()
    {
        lock (_gate)
            _isMute = true;
    }

    /// <summary>Gives the pongs that were withheld, and every later one at once.</summary>
    public void Speak()
    {
        lock (_gate)
        {
            _isMute = false;
            while (_withheld.TryDequeue(out var id))
                _output.Writer.TryWrite(new WorkerPong(id));
        }
    }

    /// <summary>Sends what was not asked for.</summary>
    public void Say(WorkerMessage message) => _output.Writer.TryWrite(message);

    public override ValueTask SendAsync(HostMessage message, CancellationToken cancellationToken)
    {
        switch (message)
        {
            case HostHello:
                Say(new WorkerHello(
                    WireFormat.Version, "mute", null, FrameLimits.Default.MaxFrameBytes,
                    new Dictionary<string, CommandDescription>(StringComparer.Ordinal) { ["who"] = new("who", WireCommandKind.Query) }, []));
                break;
            case HostPing ping:
                Pong(ping.Id);
                break;
            case HostRequest request:
                Say(new WorkerResult(request.Id, new PayloadSerializer().Serialize(WorkerId), []));
                break;
            case HostShutdown:
                End(0);
                break;
        }

        return default;
    }

    public override async ValueTask<WorkerMessage?> ReceiveAsync(CancellationToken cancellationToken) =>
        await _output.Reader.WaitToReadAsync(cancellationToken) && _output.Reader.TryRead(out var message) ? message : null;

    public override void CloseInput() => End(0);

    public override void Kill()
    {
        IsKilled = !_exited.Task.IsCompleted;
        End(1);
    }

    public override ValueTask DisposeAsync() => default;

    private void Pong(long id)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _pings);
            if (_isMute)
                _withheld.Enqueue(id);
            else
                Say(new WorkerPong(id));
        }
    }

    private void End(int status)
    {
        _output.Writer.TryComplete();
        _exited.TrySetResult(new WorkerExit(status, null, null));
    }
}
