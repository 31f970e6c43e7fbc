using System.Globalization;
using NUnit.Framework;
using Pool.Reporting.Records;
using Pool.Runtime;
using Pool.Runtime.Errors;

namespace Pool.NUnit.Isolation.Faults;

/// <summary>
/// Carries a fault plan out beside a test's body or load: steady state before, faults by plan, recovery measured after each,
/// liveness at the end.
/// </summary>
internal sealed class ChaosRun(ChaosPlan plan, SessionPool pool, FaultInjector injector, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan SteadyTimeout = TimeSpan.FromSeconds(15);

    // How much longer than allowed a recovery is watched, so that a failure can say how long it really took.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _recoveries = [];
    private readonly List<string> _failures = [];
    private PoolObservation? _observation;
    private Task _running = Task.CompletedTask;
    private long _startedAt;
    private int _fired;
    private bool _broke;

    public bool HasStarted => _observation is not null;

    /// <exception cref="AssertionException">The pool is not at full strength, so nothing could be concluded from a fault.</exception>
    public async Task RequireSteadyStateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await pool.WaitUntilReadyAsync(injector.FullSize, SteadyTimeout, cancellationToken);
        }
        catch (Exception error) when (error is TimeoutException or PoolException)
        {
            throw new AssertionException($"No fault was injected, because the pool was not in its steady state before: {error.Message}", error);
        }
    }

    public void Start(CancellationToken cancellationToken)
    {
        injector.HasPlan = true;
        injector.CountTimesFromNow();
        _startedAt = clock.GetTimestamp();
        _observation = pool.BeginObservation();
        _running = Task.Run(() => RunPlanAsync(cancellationToken), CancellationToken.None);
    }

    /// <summary>Ends the plan: faults that were due still strike, later ones never do. Then waits for every recovery.</summary>
    public async Task<ChaosOutcome> FinishAsync(CancellationToken cancellationToken)
    {
        TimeSpan ranFor = clock.GetElapsedTime(_startedAt);
        await _stop.CancelAsync();
        await _running;
        PoolCounters counters = _observation!.Counters;
        _observation.Dispose();
        await Task.WhenAll(_recoveries);
        Judge(counters, ranFor);
        await CheckLivenessAsync(cancellationToken);
        long calls = counters.Successes + counters.Errors;
        return new ChaosOutcome(
            new ChaosSummary { Planned = plan.Count, Fired = _fired, Calls = calls, SuccessRate = calls == 0 ? null : (double)counters.Successes / calls },
            _failures);
    }

    public void Dispose()
    {
        _observation?.Dispose();
        _stop.Dispose();
    }

    private async Task RunPlanAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (int i = 0; i < plan.Count && await IsDueAsync(plan.Every * i); i++)
            {
                await injector.Watch.UntilAsync(
                    static stats => TargetSelector.Live(stats).Any(), SteadyTimeout, $"a worker of pool \"{pool.Name}\" to strike", cancellationToken);
                InjectedFault fault = await injector.InjectAsync(plan.Fault, FaultTarget.Any, cancellationToken);
                _fired++;
                _recoveries.Add(FollowAsync(fault, cancellationToken));
            }
        }
        catch (Exception error)
        {
            _broke = true;
            Report(string.Create(
                CultureInfo.InvariantCulture, $"Fault {_fired + 1} of {plan.Count} ({plan.Fault}) could not be injected: {error.Message}"));
        }
        finally
        {
            injector.PlanEnded();
        }
    }

    // False when the body ends first. A fault that was due at that moment still strikes.
    private async Task<bool> IsDueAsync(TimeSpan due)
    {
        TimeSpan wait = due - clock.GetElapsedTime(_startedAt);
        if (wait > TimeSpan.Zero)
        {
            try
            {
                await Task.Delay(wait, clock, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        return true;
    }

    private async Task FollowAsync(InjectedFault fault, CancellationToken cancellationToken)
    {
        try
        {
            TimeSpan allowance = plan.RecoverWithin;
            if (fault.Fault == Fault.WorkerHang)
            {
                await EndHangAsync(fault);
                allowance += clock.GetElapsedTime(fault.InjectedAt);
            }

            TimeSpan took = await injector.WaitForRecoveryAsync(fault, plan.RecoverWithin + Patience, cancellationToken);
            if (took > allowance)
            {
                Report(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The pool recovered from {fault.Fault} of {fault.WorkerId} after {took.TotalMilliseconds:0} ms; allowed are {allowance.TotalMilliseconds:0} ms."));
            }
        }
        catch (Exception error)
        {
            Report($"The pool did not recover from {fault.Fault} of {fault.WorkerId}: {error.Message}");
        }
    }

    // Ends early with the body: nobody calls the hanging worker any more.
    private async Task EndHangAsync(InjectedFault fault)
    {
        try
        {
            await Task.Delay(plan.HangFor, clock, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Ended below.
        }

        fault.Dispose();
    }

    private void Judge(PoolCounters counters, TimeSpan ranFor)
    {
        // A fault that could not be injected has said so itself, and no longer body would have helped.
        if (_fired < plan.Count && !_broke)
        {
            Report(string.Create(
                CultureInfo.InvariantCulture,
                $"{_fired} of {plan.Count} planned faults struck: the body ended after {ranFor.TotalMilliseconds:0} ms, and the last fault was due at {(plan.Every * (plan.Count - 1)).TotalMilliseconds:0} ms. Keep the body at work until FaultInjector.PlanCompletion, or plan fewer or faster faults."));
        }

        long calls = counters.Successes + counters.Errors;
        if (plan.MinSuccessRate <= 0)
        {
            return;
        }

        double rate = calls == 0 ? 0 : (double)counters.Successes / calls;
        if (calls == 0)
        {
            Report(string.Create(
                CultureInfo.InvariantCulture, $"MinSuccessRate is {plan.MinSuccessRate}, but no call of the test's pool ended while the plan ran. Call the pool in the body."));
        }
        else if (rate < plan.MinSuccessRate)
        {
            Report(string.Create(
                CultureInfo.InvariantCulture,
                $"{counters.Successes} of {calls} pool calls succeeded ({rate:P2}) while the plan ran; MinSuccessRate is {plan.MinSuccessRate:P2}."));
        }
    }

    // Any answer proves a live worker, also the refusal of a command that it doesn't know.
    private async Task CheckLivenessAsync(CancellationToken cancellationToken)
    {
        try
        {
            await pool.ExecuteAnonymousAsync("ping", cancellationToken: cancellationToken);
        }
        catch (RemoteCommandException)
        {
            // Alive.
        }
        catch (Exception error)
        {
            Report($"The pool did not answer after the last fault: {error.Message}");
        }
    }

    private void Report(string failure)
    {
        lock (_failures)
        {
            _failures.Add(failure);
        }
    }
}
