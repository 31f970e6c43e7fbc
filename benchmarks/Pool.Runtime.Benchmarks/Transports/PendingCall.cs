using System.Threading.Tasks.Sources;
using Pool.Runtime.Benchmarks.Baselines;

namespace Pool.Runtime.Benchmarks.Transports;

/// <summary>One client's call, used again for each of its requests so that nothing is allocated.</summary>
internal sealed class PendingCall : IValueTaskSource, IThreadPoolWorkItem
{
    private readonly RawFrames _frames = new();
    private ManualResetValueTaskSourceCore<bool> _source;
    private Connection? _granted;

    public long Id { get; private set; } = 1;

    public ReadOnlyMemory<byte> Frame { get; private set; }

    public ValueTask Task => new(this, _source.Version);

    public void Begin()
    {
        _source.Reset();
        Frame = _frames.Encode(++Id);
    }

    /// <summary>Completes the call on a pool thread, or here.</summary>
    public void Complete(bool inline)
    {
        if (inline)
            _source.SetResult(true);
        else
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Has a pool thread write the request to the connection, as a resumed caller would.</summary>
    public void GrantByHop(Connection connection)
    {
        _granted = connection;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public void Execute()
    {
        if (_granted is { } connection)
        {
            _granted = null;
            connection.Send(Frame);
        }
        else
        {
            _source.SetResult(true);
        }
    }

    public void GetResult(short token) => _source.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
