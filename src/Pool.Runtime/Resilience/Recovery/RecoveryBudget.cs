using Pool.Runtime.Resilience.Circuits;

namespace Pool.Runtime.Resilience.Recovery;

/// <summary>
/// Keeps retries a limited share of recent calls, so that a pool that fails everything is not sent several times the
/// load. A minimum lets a quiet pool recover too.
/// </summary>
/// <remarks>Thread-safe, allocates nothing.</remarks>
internal sealed class RecoveryBudget(ErrorOrchestratorOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long _origin = time.GetTimestamp();

    // Total counts calls, marked counts their retries.
    private readonly RollingWindow _recent = new(options.BudgetWindow);

    /// <summary>Earns a share of a retry.</summary>
    public void CountCall()
    {
        lock (_lock)
        {
            _recent.Add(time.GetElapsedTime(_origin), total: 1, marked: 0);
        }
    }

    /// <summary>Spends one retry, if there is one to spend.</summary>
    public bool TrySpend()
    {
        lock (_lock)
        {
            var now = time.GetElapsedTime(_origin);
            _recent.Expire(now);
            if (_recent.Marked + 1 > (_recent.Total * options.RetryShare) + options.MinimumRetries)
            {
                return false;
            }

            _recent.Add(now, total: 0, marked: 1);
            return true;
        }
    }
}
