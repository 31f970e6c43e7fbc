using System.Globalization;
using Pool.NUnit.Isolation.Determinism;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Faults;

/// <summary>Compositions of faults and of load. Thread-safe.</summary>
public sealed class FaultScenarios
{
    private readonly FaultInjector _injector;
    private readonly SessionPool _pool;
    private readonly TimeProvider _clock;

    internal FaultScenarios(FaultInjector injector, SessionPool pool, TimeProvider clock)
    {
        _injector = injector;
        _pool = pool;
        _clock = clock;
    }

    /// <summary>Kills workers one after the other, in an order that follows from the test's seed.</summary>
    /// <param name="workers">How many; zero does nothing.</param>
    /// <param name="interval">From one crash to the next; zero leaves no pause.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The crashes, in order.</returns>
    /// <exception cref="FaultTargetException">The pool has fewer workers.</exception>
    public async Task<IReadOnlyList<InjectedFault>> CascadeAsync(
        int workers, TimeSpan interval, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workers);
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.Zero);
        // Chosen beforehand: a replacement that starts meanwhile is not part of the plan.
        IReadOnlyList<WorkerStats> victims = _injector.Selector.Shuffled();
        if (victims.Count < workers)
        {
            throw new FaultTargetException(string.Create(
                CultureInfo.InvariantCulture,
                $"The cascade is to kill {workers} workers, and pool \"{_pool.Name}\" has {victims.Count} ready or busy ones. Kill fewer, or raise PoolSize."));
        }

        List<InjectedFault> crashes = [];
        foreach (WorkerStats victim in victims.Take(workers))
        {
            if (crashes.Count > 0 && interval > TimeSpan.Zero)
            {
                await Task.Delay(interval, _clock, cancellationToken);
            }

            crashes.Add(await _injector.CrashAsync(FaultTarget.Worker(victim.WorkerId), cancellationToken));
        }

        return crashes;
    }

    /// <summary>Lets many callers, each in a session of its own, call the pool at one moment, and ends their sessions afterwards.</summary>
    /// <param name="callers">How many, at least 1; each starts on a thread of its own.</param>
    /// <param name="timeout">The one deadline of all calls, more than zero.</param>
    /// <param name="command">What they call.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Each caller's outcome, named <c>herd-0</c> and so on, like its session.</returns>
    public async Task<StartTogetherResult> ThunderingHerdAsync(
        int callers, TimeSpan timeout, string command = "ping", object? args = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(callers, 1);
        StartTogether herd = new(_clock);
        string[] names = [.. Enumerable.Range(0, callers).Select(static i => string.Create(CultureInfo.InvariantCulture, $"herd-{i}"))];
        foreach (string name in names)
        {
            herd.Add(name, async token => await _pool.ExecuteAsync(name, command, args, options: null, token));
        }

        try
        {
            return await herd.RunAsync(timeout, cancellationToken);
        }
        finally
        {
            foreach (string name in names)
            {
                await _pool.EndSessionAsync(name, cancellationToken);
            }
        }
    }
}
