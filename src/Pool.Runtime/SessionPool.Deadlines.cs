using Pool.Runtime.Errors;
using Pool.Runtime.Sessions;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <content>One timer for every deadline, every wait and every lease that is out for too long.</content>
public sealed partial class SessionPool
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly ExpiryQueue _expiries = new();
    private ITimer? _expiry;
    private long _expiryArmedFor = long.MaxValue;

    private void Time_NeedsLock(Waiter waiter, long dueAt)
    {
        _expiries.Add(waiter, dueAt);
        ArmExpiry_NeedsLock();
    }

    // Armed for the first that is due, or for one that was: it then finds nothing to do and is armed again. So calls that
    // end in time, which are nearly all, never touch the timer.
    private void ArmExpiry_NeedsLock()
    {
        if (_expiries.First is not { } first || first.DueAt >= _expiryArmedFor)
            return;
        _expiryArmedFor = first.DueAt;
        var wait = _time.GetElapsedTime(_time.GetTimestamp(), first.DueAt);
        wait = wait > ShortestWait ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : ShortestWait;
        if (_expiry is null)
            _expiry = _time.SetTimer(static pool => ((SessionPool)pool!).Expire(), this, wait);
        else
            _expiry.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void Expire()
    {
        var ended = new List<(Waiter Waiter, Exception? Error)>();
        lock (_gate)
        {
            if (_state == PoolState.Disposed && _expiries.First is null)
                return;
            var now = _time.GetTimestamp();
            while (_expiries.First is { } waiter && waiter.DueAt <= now)
            {
                _expiries.Remove(waiter);
                Expire_NeedsLock(waiter, now, ended);
            }

            _expiryArmedFor = long.MaxValue;
            ArmExpiry_NeedsLock();
        }

        foreach (var (waiter, error) in ended)
        {
            if (error is not null)
                waiter.Refuse(error);
            else
                ((IWaiterOwner)this).Stop((Call)waiter, StopReason.TimedOut);
        }
    }

    private void Expire_NeedsLock(Waiter waiter, long now, List<(Waiter Waiter, Exception? Error)> ended)
    {
        if (waiter is Call call && call.Deadline.EndsAt <= now)
        {
            ended.Add((call, null));
            return;
        }

        if (waiter.Queue is not null && waiter.PatienceEndsAt <= now)
        {
            var waited = _time.GetElapsedTime(waiter.QueuedAt, now);
            var error = new QueueTimeoutException(
                waiter.Context, waited, PatienceOf(waiter), _size, _options.MaxOverflow, CountOf(WorkerState.Busy));
            LeaveQueue_NeedsLock(waiter);
            _counters = _counters with { QueueTimeouts = _counters.QueueTimeouts + 1 };
            if (waiter is LeaseRequest request)
                GiveUp_NeedsLock(request);
            ended.Add((waiter, error));
        }

        // It was granted its worker in time, or refused just now and may try again: what is left is its deadline.
        if (waiter is Call { IsOver: false } alive)
            _expiries.Add(alive, alive.Deadline.EndsAt);
    }

    private TimeSpan PatienceOf(Waiter waiter) => waiter is LeaseRequest request ? request.Patience : _options.QueueTimeout;
}
