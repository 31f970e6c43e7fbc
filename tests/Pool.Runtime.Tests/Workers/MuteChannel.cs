using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Workers;

/// <summary>A worker whose every command succeeds with its own id, and whose pongs the test can withhold.</summary>
internal sealed class MuteChannel(string workerId) : QueuedOutputChannel
{
    private readonly Lock _gate = new();
    private readonly Queue<long> _withheld = new();
    private bool _isMute;
    private int _pings;

    public string WorkerId { get; } = workerId;

    /// <summary>Pings heard, the one of the handshake not included.</summary>
    public int Pings => Volatile.Read(ref _pings) - 1;

    public bool IsKilled { get; private set; }

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
                Say(new WorkerPong(id));
        }
    }

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

    public override void Kill()
    {
        IsKilled = !Exited.IsCompleted;
        base.Kill();
    }

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
}
