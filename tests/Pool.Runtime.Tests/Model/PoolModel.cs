using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests.Model;

/// <summary>
/// A pool as one would like to think of it: no threads, no messages, no time but what it is told of. What happens when is
/// up to whoever drives it; what follows is settled when a method returns.
/// </summary>
internal sealed partial class PoolModel
{
    private readonly Setting _setting;
    private readonly List<ModelWorker> _workers = [];
    private readonly List<ModelWorker> _idle = [];
    private readonly ModelQueue _queue = new();
    private readonly Dictionary<string, ModelSession> _sessions = new(StringComparer.Ordinal);
    private readonly List<ModelCall> _calls = [];

    // What the pool goes on with once the lock is free.
    private readonly Queue<Action> _then = new();
    private int _lastWorker;
    private long _lastTicket;
    private int _waiting;
    private int _letIn;
    private int _surplus;
    private int _generation;
    private long? _startsAgainAt;
    private long? _cutsOffAt;
    private bool _isCutOff;
    private bool _isClosed;

    public PoolModel(Setting setting)
    {
        _setting = setting;
        Size = Setting.FirstSize;
        EnsureWorkers();
    }

    public long Now { get; private set; }

    public PoolState State { get; private set; } = PoolState.Running;

    public int Size { get; private set; }

    public ModelCounters Counters { get; } = new();

    public IEnumerable<ModelWorker> Workers => _workers.Where(worker => worker.State != ModelWorkerState.Gone);

    public IEnumerable<ModelCall> Calls => _calls;

    public int QueueDepth => _waiting;

    public int Sessions => _sessions.Count;

    /// <summary>Timers that wait for a worker's start or for a late answer.</summary>
    public int Patiences => Count(ModelWorkerState.Starting) + _calls.Count(call => call.SettlesUntil is not null);

    public int Count(ModelWorkerState state) => _workers.Count(worker => worker.State == state);

    /// <summary>A caller asks for something.</summary>
    public void Begin(ModelCall call)
    {
        _calls.Add(call);
        if (call.Kind == CallKind.OnLease)
            BeginOnLease(call);
        else if (call.Kind != CallKind.EndSession || _sessions.ContainsKey(call.SessionId!))
            Arrive(call);
        else
            call.Outcome = ModelCall.Succeeded;
        Settle();
    }

    /// <summary>A caller gives up.</summary>
    public void Cancel(ModelCall call)
    {
        if (call.Queue is not null)
            Refuse(call, ModelCall.Cancelled);
        else
            Stop(call, ModelCall.Cancelled);
        Settle();
    }

    /// <summary>A lease is given back.</summary>
    public void Return(ModelCall lease)
    {
        lease.IsReturned = true;
        if (lease.Running is null)
            CheckinLease(lease);
        else if (lease.Running.Outcome is null)
            Stop(lease.Running, ModelCall.Cancelled);
        Settle();
    }

    public void Resize(int size)
    {
        if (size == Size)
            return;
        _surplus = Math.Clamp(_surplus + Size - size, 0, Math.Max(0, Live - size));
        Size = size;
        EnsureWorkers();
        foreach (var worker in _idle.OrderBy(worker => worker.IdleSince).ThenBy(worker => worker.Number).ToList())
        {
            if (_surplus > 0)
                Leaves(worker);
        }

        Settle();
    }

    public void Clear()
    {
        _generation++;
        foreach (var worker in _idle.OrderBy(worker => worker.Number).ToList())
            Leaves(worker);
        Settle();
    }

    public void Drain(long graceMs)
    {
        State = PoolState.Draining;
        _cutsOffAt = Now + graceMs;
        Settle();
    }

    public void Dispose()
    {
        State = PoolState.Disposed;
        EndAll(nameof(PoolDisposedException));
        Settle();
    }

    private int Live => _workers.Count(worker => worker.State != ModelWorkerState.Gone);

    private void Settle()
    {
        while (_then.TryDequeue(out var next))
            next();
        if (State == PoolState.Draining && _letIn == 0)
            Close();
        _workers.RemoveAll(worker => worker.State == ModelWorkerState.Gone);
        _calls.RemoveAll(call => call.Outcome is not null && call.SettlesUntil is null && !call.IsOpenLease);
    }

    private void Finish(ModelCall call, string outcome)
    {
        call.Outcome = outcome;
        if (!call.CountsAsCall)
            return;
        if (outcome == ModelCall.Succeeded && !call.HasFailed)
            Counters.Successes++;
        else if (outcome == ModelCall.Cancelled)
            Counters.Cancellations++;
        else
            Counters.Errors++;
    }
}
