using Pool.Runtime.Protocol;

namespace Pool.Runtime.Adapters;

/// <summary>What an in-process worker can do with a request before it answers: hear of its cancellation, send pieces.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class InProcessCall
{
    private readonly Lock _gate;
    private readonly PayloadSerializer _serializer;
    private readonly Func<WorkerMessage, ValueTask> _send;
    private readonly SemaphoreSlim? _credit;
    private readonly CancellationToken _stopped;
    private CancellationTokenSource? _cancellation;
    private Task _sent = Task.CompletedTask;
    private bool _ended;

    // The gate is that of the worker, whose calls run one at a time.
    public InProcessCall(
        long id, int? window, Lock gate, PayloadSerializer serializer, Func<WorkerMessage, ValueTask> send, CancellationToken stopped)
    {
        _gate = gate;
        Id = id;
        _serializer = serializer;
        _send = send;
        _stopped = stopped;
        _credit = window is { } chunks ? new SemaphoreSlim(chunks) : null;
    }

    public long Id { get; }

    public CancellationToken Cancelled
    {
        get
        {
            lock (_gate)
                return (_cancellation ??= new CancellationTokenSource()).Token;
        }
    }

    public bool IsCancelled
    {
        get
        {
            lock (_gate)
                return _cancellation is { IsCancellationRequested: true };
        }
    }

    public void Cancel()
    {
        CancellationTokenSource cancellation;
        lock (_gate)
            cancellation = _cancellation ??= new CancellationTokenSource();
        // The worker's own code may hang on this token; it does not run on the thread of whoever cancels.
        _ = cancellation.CancelAsync();
    }

    /// <summary>Lets the worker send more chunks.</summary>
    public void Grant(int chunks)
    {
        if (_credit is null)
            return;
        lock (_gate)
        {
            if (Math.Min(chunks, int.MaxValue - _credit.CurrentCount) is > 0 and var added)
                _credit.Release(added);
        }
    }

    public async ValueTask SendChunkAsync(object? value)
    {
        var payload = _serializer.Serialize(value);
        if (_credit is not null)
            await CreditAsync(_credit);
        await SendAsync(new WorkerChunk(Id, payload));
    }

    public ValueTask SendProgressAsync(object? value) => SendAsync(new WorkerProgress(Id, _serializer.Serialize(value)));

    /// <summary>Waits for what is being sent; nothing is sent for this request any more but its answer.</summary>
    public Task EndAsync()
    {
        lock (_gate)
        {
            _ended = true;
            return _sent;
        }
    }

    // Nobody grants anything any more once the worker was stopped.
    private async ValueTask CreditAsync(SemaphoreSlim credit)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancelled, _stopped);
        await credit.WaitAsync(over.Token);
    }

    private async ValueTask SendAsync(WorkerMessage message)
    {
        // Each message begins when the one before is written: a frame must not be written into another.
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (_gate)
        {
            if (_ended)
                throw new InvalidOperationException($"Request {Id} has been answered; send its pieces before that, and await them.");
            before = _sent;
            _sent = written.Task;
        }

        try
        {
            await before;
            await _send(message);
        }
        finally
        {
            written.SetResult();
        }
    }
}
