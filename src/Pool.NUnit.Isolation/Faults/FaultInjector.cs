using Pool.NUnit.Isolation.Determinism;
using Pool.NUnit.Isolation.Processes;
using Pool.NUnit.Isolation.Randomness;
using Pool.NUnit.Isolation.Scripting;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Faults;

/// <summary>
/// Does real harm to the workers of the test's pool, and keeps the evidence: a process is killed or stopped by a signal and
/// seen dead or stopped; a scripted worker suffers the virtual equivalent. Hangs end with the test at the latest. Thread-safe.
/// </summary>
public sealed class FaultInjector : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<InjectedFault> _injected = [];
    private readonly SessionPool _pool;
    private readonly FaultStriker _striker;
    private readonly TimeProvider _clock;
    private readonly TaskCompletionSource _planEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _startedAt;

    internal FaultInjector(SessionPool pool, int fullSize, ScriptedFleet fleet, TestProcesses processes, SeededRandom random, TimeProvider clock)
    {
        _pool = pool;
        _clock = clock;
        Selector = new TargetSelector(pool, random);
        WorkerEnds ends = new();
        Watch = new PoolWatch(pool, clock, ends.Observe);
        _striker = new FaultStriker(pool, fleet, processes, Watch, ends, clock);
        FullSize = fullSize;
        CountTimesFromNow();
    }

    /// <summary>Every fault that struck, in the order of injection.</summary>
    public IReadOnlyList<InjectedFault> Injected
    {
        get
        {
            lock (_lock)
            {
                return [.. _injected];
            }
        }
    }

    /// <summary>
    /// Completes when the plan of the test's [Chaos] attribute has fired its last fault; completed from the start when there
    /// is no plan. A body keeps its work going until then.
    /// </summary>
    public Task PlanCompletion => HasPlan ? _planEnded.Task : Task.CompletedTask;

    internal bool HasPlan { get; set; }

    /// <summary>Live workers of the undisturbed pool.</summary>
    internal int FullSize { get; }

    internal PoolWatch Watch { get; }

    internal TargetSelector Selector { get; }

    /// <summary>Kills a worker and returns once it is seen dead.</summary>
    /// <param name="target">Which; null means any, chosen by the test's seed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FaultTargetException">There is no such worker.</exception>
    public Task<InjectedFault> CrashAsync(FaultTarget? target = null, CancellationToken cancellationToken = default) =>
        InjectAsync(Fault.WorkerCrash, target, cancellationToken);

    /// <summary>Stops a worker from answering and returns once it is seen stopped. Dispose the result to let it run on.</summary>
    /// <param name="target">Which; null means any, chosen by the test's seed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FaultTargetException">There is no such worker.</exception>
    public Task<InjectedFault> HangAsync(FaultTarget? target = null, CancellationToken cancellationToken = default) =>
        InjectAsync(Fault.WorkerHang, target, cancellationToken);

    /// <summary>Injects a fault and returns once its effect is seen.</summary>
    /// <param name="fault">What to do.</param>
    /// <param name="target">Which worker; null means any, chosen by the test's seed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FaultTargetException">There is no such worker.</exception>
    public async Task<InjectedFault> InjectAsync(Fault fault, FaultTarget? target = null, CancellationToken cancellationToken = default)
    {
        WorkerStats victim = Selector.Select(target ?? FaultTarget.Any);
        InjectedFault injected = await _striker.StrikeAsync(fault, victim, Volatile.Read(ref _startedAt), cancellationToken);
        lock (_lock)
        {
            _injected.Add(injected);
        }

        return injected;
    }

    /// <summary>
    /// Waits until the pool is back at full size without the struck worker (or with it, once a hang has ended), and notes in the
    /// evidence how long that took.
    /// </summary>
    /// <param name="fault">What struck.</param>
    /// <param name="within">The longest time, from now on; more than zero.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>From the injection to the recovery.</returns>
    /// <exception cref="global::NUnit.Framework.AssertionException">The pool did not recover in time.</exception>
    public async Task<TimeSpan> WaitForRecoveryAsync(InjectedFault fault, TimeSpan within, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fault);
        bool mayReturn = fault.Fault == Fault.WorkerHang;
        await Watch.UntilAsync(
            stats => TargetSelector.Live(stats).Count() >= FullSize
                && (mayReturn || !TargetSelector.Live(stats).Any(w => string.Equals(w.WorkerId, fault.WorkerId, StringComparison.Ordinal))),
            within,
            $"pool \"{_pool.Name}\" is back at {FullSize} workers after {fault.Fault} of {fault.WorkerId}",
            cancellationToken);
        TimeSpan took = _clock.GetElapsedTime(fault.InjectedAt);
        fault.Amend(evidence => evidence with { RecoveredMs = took.TotalMilliseconds });
        return took;
    }

    /// <summary>Undoes every hang and stops watching.</summary>
    public async ValueTask DisposeAsync()
    {
        _planEnded.TrySetResult();
        _striker.UndoAll();
        await Watch.DisposeAsync();
    }

    /// <summary>Makes this the moment from which evidence counts its times.</summary>
    internal void CountTimesFromNow() => Volatile.Write(ref _startedAt, _clock.GetTimestamp());

    internal void PlanEnded() => _planEnded.TrySetResult();
}
