using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests.Model;

/// <content>The workers' lives.</content>
internal sealed partial class PoolModel
{
    /// <summary>A worker that is being started is ready, or will never be.</summary>
    public void EndStart(ModelWorker worker, bool succeeds)
    {
        if (succeeds)
        {
            Counters.Starts++;
            worker.State = ModelWorkerState.Idle;
            if (!Leaves(worker))
                BecomeIdle(worker);
            Dispatch();
        }
        else
        {
            Counters.StartFailures++;
            Remove(worker);
            _startsAgainAt = Now + 1;
            // Nobody is left to serve them, and the next start may fail like this one.
            if (Live == 0)
                RefuseAll([_queue], nameof(WorkerStartException));
        }

        Settle();
    }

    /// <summary>A worker crashes, whatever it does.</summary>
    public void Crash(ModelWorker worker)
    {
        var call = worker.Running;
        worker.Running = null;
        Lose(worker);
        if (call is not null)
            LoseCall(call, worker, nameof(WorkerLostException));
        Settle();
    }

    private void LoseCall(ModelCall call, ModelWorker worker, string outcome)
    {
        if (call.SettlesUntil is not null)
            SettleEnd(call, worker);
        else if (call.Kind == CallKind.OnLease)
            EndOnLease(call, outcome);
        else if (call.Kind == CallKind.Batch)
            Succeed(call, worker);
        else
            Fail(call, worker, outcome);
    }

    private void Lose(ModelWorker worker)
    {
        if (!worker.Lives)
            return;
        Counters.Losses++;
        Remove(worker);
        Dispatch();
    }

    private void Remove(ModelWorker worker)
    {
        _idle.Remove(worker);
        worker.State = ModelWorkerState.Gone;
        _surplus = Math.Max(0, _surplus - 1);
        foreach (var call in worker.Homebound.Calls)
        {
            worker.Homebound.Remove(call);
            _queue.Add(call);
        }
    }

    // Keeps the size, and starts a worker for each caller who waits and whom nobody comes free for, up to the overflow.
    private void EnsureWorkers()
    {
        if (_startsAgainAt is not null || _isClosed)
            return;
        var kept = _setting.IsLazy || State == PoolState.Draining ? 0 : Size;
        while (Live < kept || (Live < Size + _setting.MaxOverflow && Count(ModelWorkerState.Starting) < _queue.Count - _idle.Count))
            _workers.Add(new ModelWorker { Number = ++_lastWorker, Generation = _generation });
    }

    private bool Leaves(ModelWorker worker)
    {
        if (worker.Generation != _generation)
            Counters.Recycles++;
        else if (State != PoolState.Running || !IsTooMany)
            return false;
        Remove(worker);
        EnsureWorkers();
        return true;
    }

    // One that starts serves nobody yet, so it makes nobody superfluous.
    private bool IsTooMany =>
        Live - Count(ModelWorkerState.Starting) > Size
        && ((_surplus > 0 && (_queue.Count == 0 || Live > Size + _setting.MaxOverflow)) || (_setting.RetiresAtOnce && _queue.Count == 0));

    private void RefuseAll(IEnumerable<ModelQueue> queues, string outcome)
    {
        var refused = queues.SelectMany(queue => queue.Calls).ToList();
        foreach (var call in refused)
        {
            LeaveQueue(call);
            Finish(call, outcome);
        }

        foreach (var call in refused)
            End(call);
    }

    // Calls are cut off; those that still run end with their workers.
    private void EndAll(string outcome)
    {
        _isCutOff |= _letIn > 0;
        Close();
        RefuseAll([_queue, .. _workers.Select(worker => worker.Homebound), .. _sessions.Values.Select(session => session.Turn)], outcome);
        foreach (var worker in _workers.Where(worker => worker.Running is not null).ToList())
        {
            var call = worker.Running!;
            worker.Running = null;
            LoseCall(call, worker, outcome);
        }
    }

    private void Close()
    {
        _isClosed = true;
        _idle.Clear();
        foreach (var worker in _workers)
            worker.State = ModelWorkerState.Gone;
    }
}
