namespace Pool.Runtime.Tests.Model;

/// <content>What the pool must look like, by the model and by the promises that hold at every moment.</content>
internal sealed partial class PlanRun
{
    private readonly Dictionary<string, int> _lastBegun = new(StringComparer.Ordinal);

    // The first that is not as the model says; it may become so. What can't any more is thrown at once.
    private string? Difference()
    {
        if (_board.FirstViolation is { } violation)
            throw new AssertionException($"At {_step}: {violation}.");
        return CallsDiffer() ?? WorkersDiffer() ?? StatsDiffer(_pool.GetStats());
    }

    private string? CallsDiffer()
    {
        string? difference = null;
        foreach (var call in _open)
        {
            if (!call.Ending.IsCompleted)
            {
                if (call.Model.Outcome is not null)
                    difference ??= $"{call} has not ended; it should have: {call.Model.Outcome}";
                continue;
            }

            var outcome = call.Ending.Result;
            if (outcome != call.Model.Outcome)
                throw new AssertionException($"At {_step}: {call} ended with {outcome}; it should {(call.Model.Outcome is { } other ? "have ended with " + other : "not have ended")}.");
            if (call.Difference() is { } told)
                throw new AssertionException($"At {_step}: {told}.");
        }

        foreach (var call in _open.FindAll(call => call.Ending.IsCompleted))
        {
            _open.Remove(call);
            call.Dispose();
        }

        return difference ?? _streams.Where(stream => stream.Model.Outcome is null && stream.Chunks != stream.Model.Chunks)
            .Select(stream => $"{stream} has {stream.Chunks} of {stream.Model.Chunks} chunks").FirstOrDefault();
    }

    private string? WorkersDiffer()
    {
        foreach (var worker in _model.Workers)
        {
            var actual = _board.Find(worker.Id);
            if (worker.State == ModelWorkerState.Starting)
            {
                if (actual is not { IsStarting: true })
                    return $"{worker.Id} is not being started";
                continue;
            }

            (int, int)? expected = worker.Running is { } running ? (running.Id, running.Answered) : null;
            (int, int)? held = actual?.Held is { } request ? (request.Id, request.Part) : null;
            if (held != expected)
                return $"{worker.Id} runs {held?.ToString() ?? "nothing"}; it should run {expected?.ToString() ?? "nothing"}";
        }

        return _time.Patiences == _model.Patiences ? null : $"{_time.Patiences} patiences are under way, not {_model.Patiences}";
    }

    private string? StatsDiffer(PoolStats stats)
    {
        CheckPromises(stats);
        var actual = (stats.State, stats.Size, stats.Initializing, stats.Ready, stats.Busy, stats.Degraded, stats.Terminating, stats.QueueDepth, stats.Sessions);
        var expected = (
            _model.State, _model.Size, _model.Count(ModelWorkerState.Starting), _model.Count(ModelWorkerState.Idle),
            _model.Count(ModelWorkerState.Busy), 0, 0, _model.QueueDepth, _model.Sessions);
        if (actual != expected)
            return $"the pool is {actual}; it should be {expected} (state, size, initializing, ready, busy, degraded, terminating, queue, sessions)";
        // That an answer of a batch has come is to be seen here alone.
        if (_model.Workers.FirstOrDefault(worker => stats.Workers.FirstOrDefault(other => other.WorkerId == worker.Id)?.Commands != worker.Answered) is { } behind)
            return $"{behind.Id} has not answered {behind.Answered} commands";
        var counted = ModelCounters.Of(stats.Counters);
        return counted == _model.Counters ? null : $"the pool counted {counted}; it should have counted {_model.Counters}";
    }

    // At every moment, whatever is under way.
    private void CheckPromises(PoolStats stats)
    {
        var counters = stats.Counters;
        string? broken =
            stats.Initializing + stats.Ready + stats.Busy + stats.Degraded + stats.Terminating != stats.Workers.Count ? "the workers don't add up"
            : stats.Workers.Select(worker => worker.WorkerId).Distinct().Count() != stats.Workers.Count ? "a worker is there twice"
            : stats.Busy > counters.Checkouts - counters.Checkins ? "a worker is busy for nobody"
            : counters.Checkins > counters.Checkouts ? "a worker was given back twice"
            : stats.QueueDepth > _plan.Setting.MaxQueue ? "the queue is longer than it may be"
            : counters.Successes + counters.Errors + counters.Cancellations > _lastId ? "calls were counted twice"
            : null;
        if (broken is not null)
            throw new AssertionException($"At {_step}: {broken}: {stats}.");
    }

    // Of those without a session, and of those of one, nobody waits who came before one that was served.
    private void CheckOrder()
    {
        foreach (var call in _open.Where(call => call.Model.Kind is not (CallKind.OnLease or CallKind.Lease or CallKind.EndSession)))
        {
            var line = call.Model.SessionId ?? "";
            if (_board.HasBegun(call.Model.Id))
                _lastBegun[line] = Math.Max(call.Model.Id, _lastBegun.GetValueOrDefault(line));
            else if (call.Model.Id < _lastBegun.GetValueOrDefault(line))
                throw new AssertionException($"At {_step}: {call} waits, and {_lastBegun[line]}, which came later, was served.");
        }
    }
}
