using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests.Model;

/// <content>What falls due when. No two things of one kind of call fall due together: the plan's runner sees to that.</content>
internal sealed partial class PoolModel
{
    /// <summary>When the next thing falls due; null when nothing will.</summary>
    public long? NextDue => Dues.Min();

    public bool IsTaken(long due) => Dues.Contains(due);

    /// <summary>Calls whose time is over at that moment while they run.</summary>
    public IEnumerable<ModelCall> Expiring(long at) => _calls.Where(call => call.Outcome is null && call.EndsAt == at && call.Queue is null);

    /// <summary>It is <paramref name="now"/>: not later than the next due.</summary>
    public void Pass(long now)
    {
        Now = now;
        if (_startsAgainAt <= now)
        {
            _startsAgainAt = null;
            EnsureWorkers();
        }

        if (_cutsOffAt <= now)
            CutOff();
        foreach (var call in _calls.Where(call => call.SettlesUntil <= now).ToList())
            Condemn(call);
        foreach (var call in _calls.Where(call => call.Outcome is null).ToList())
        {
            if (call.EndsAt <= now)
                Expire(call);
            else if (call.Queue is not null && call.PatienceEndsAt <= now)
                RunOutOfPatience(call, nameof(QueueTimeoutException));
        }

        Settle();
    }

    private IEnumerable<long?> Dues => _calls
        .SelectMany(call => (IEnumerable<long?>)[
            call.SettlesUntil,
            call.Outcome is null && call.EndsAt < long.MaxValue ? call.EndsAt : null,
            call.Queue is not null ? call.PatienceEndsAt : null])
        .Append(_startsAgainAt)
        .Append(_isClosed ? null : _cutsOffAt)
        .Where(due => due is not null);

    private void Expire(ModelCall call)
    {
        if (call.Queue is not null)
            RunOutOfPatience(call, nameof(CommandTimeoutException));
        else
            Stop(call, nameof(CommandTimeoutException));
    }

    private void RunOutOfPatience(ModelCall call, string outcome)
    {
        Counters.QueueTimeouts++;
        Refuse(call, outcome);
    }

    // Starts that are under way are given up with the rest.
    private void CutOff()
    {
        _cutsOffAt = null;
        if (State == PoolState.Draining && _letIn > 0)
            EndAll(nameof(PoolDrainingException));
    }
}
