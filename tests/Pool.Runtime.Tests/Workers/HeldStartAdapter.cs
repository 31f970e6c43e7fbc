using System.Collections.Concurrent;
using Pool.Runtime.Adapters;

namespace Pool.Runtime.Tests.Workers;

/// <summary>Workers that do as those of <see cref="MuteAdapter"/>, and whose starts wait, fail or succeed as the test says.</summary>
internal sealed class HeldStartAdapter : WorkerAdapter
{
    private readonly ConcurrentQueue<MuteChannel> _channels = new();
    private volatile TaskCompletionSource? _hold;
    private int _begun;
    private int _waiting;
    private int _mostWaiting;

    public override string Description => "held worker";

    public IReadOnlyList<MuteChannel> Channels => [.. _channels];

    /// <summary>Starts that were asked for.</summary>
    public int Begun => Volatile.Read(ref _begun);

    /// <summary>The most that were under way at one time while they were held.</summary>
    public int MostWaiting => Volatile.Read(ref _mostWaiting);

    public MuteChannel Of(string workerId) => _channels.Single(channel => channel.WorkerId == workerId);

    /// <summary>Starts from now on wait until they are let go, or are cancelled.</summary>
    public void Hold() => _hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo(bool holdNext = false)
    {
        var held = _hold;
        _hold = holdNext ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        held?.SetResult();
    }

    /// <summary>Starts from now on fail with this; null for no more.</summary>
    public Exception? Failure { get; set; }

    internal override async ValueTask<WorkerChannel> StartAsync(WorkerStart start, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _begun);
        if (_hold is { } hold)
        {
            var waiting = Interlocked.Increment(ref _waiting);
            InterlockedMax(waiting);
            try
            {
                await hold.Task.WaitAsync(cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref _waiting);
            }
        }

        if (Failure is { } failure)
            throw failure;
        var channel = new MuteChannel(start.WorkerId);
        _channels.Enqueue(channel);
        return channel;
    }

    private void InterlockedMax(int waiting)
    {
        for (var seen = MostWaiting; seen < waiting; seen = MostWaiting)
            Interlocked.CompareExchange(ref _mostWaiting, waiting, seen);
    }
}
