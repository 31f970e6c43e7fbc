using Pool.Runtime.Sessions;
using Pool.Runtime.Telemetry;
using Pool.Runtime.Workers;

namespace Pool.Runtime;

/// <content>Leases that were not given back: reported with their borrower's stack, reclaimed if the options say so.</content>
public sealed partial class SessionPool
{
    // Oldest first. Empty unless leaks are looked for.
    private readonly List<LeaseState> _openLeases = [];
    private ITimer? _leakCheck;

    private void WatchForLeak_NeedsLock(LeaseState lease, string? borrower)
    {
        lease.OpenedAt = _time.GetTimestamp();
        lease.BorrowerStack = borrower;
        _openLeases.Add(lease);
        if (_leakCheck is null)
            ScheduleLeakCheck_NeedsLock();
    }

    private void ScheduleLeakCheck_NeedsLock()
    {
        _leakCheck?.Dispose();
        _leakCheck = null;
        if (_state == PoolState.Disposed || _openLeases.Find(lease => !lease.IsReportedAsLeak) is not { } oldest)
            return;
        var due = _options.LeakThreshold!.Value - _time.GetElapsedTime(oldest.OpenedAt);
        _leakCheck = _time.SetTimer(static pool => ((SessionPool)pool!).FindLeaks(), this, due > ShortestWait ? due : ShortestWait);
    }

    private void FindLeaks()
    {
        List<(LeaseState Lease, long Number, PooledWorker Worker)> leaked = [];
        lock (_gate)
        {
            foreach (var lease in _openLeases)
            {
                var held = _time.GetElapsedTime(lease.OpenedAt);
                if (lease.IsReportedAsLeak || held < _options.LeakThreshold)
                    continue;
                lease.IsReportedAsLeak = true;
                leaked.Add((lease, lease.Number, lease.Worker));
                Report_NeedsLock(lease, held);
            }

            ScheduleLeakCheck_NeedsLock();
        }

        if (!_options.ReclaimLeaks)
            return;
        foreach (var (lease, number, worker) in leaked)
        {
            Condemn(worker, TransitionReason.Leaked);
            EndLease(lease, number);
        }
    }

    private void Report_NeedsLock(LeaseState lease, TimeSpan held)
    {
        var (worker, session, stack) = (lease.Worker.Id, lease.Session?.Id, lease.BorrowerStack ?? "");
        _counters = _counters with { Leaks = _counters.Leaks + 1 };
        if (_events.HasReaders)
            _events.Publish_NeedsLock(new PoolEvent.LeaseLeaked(worker, session, held, stack));
        _log.Add(() => Log.LeaseLeaked(_logger, Name, worker, session, held, _options.ReclaimLeaks, stack));
    }
}
