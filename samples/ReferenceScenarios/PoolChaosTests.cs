using System.Collections.Concurrent;

namespace ReferenceScenarios;

/// <summary>The reference design's chaos tests: workers killed one after the other under load, and a pool with nothing left.</summary>
internal sealed class PoolChaosTests
{
    private const int Clients = 14;

    [IsolatedTest(Layer = TestLayer.Full, PoolSize = 5, MaxOverflow = 2)]
    [Category("Chaos")]
    public async Task Survives_cascading_failures(
        TestEnvironment environment, SessionPool pool, PoolMonitor monitor, FaultInjector faults, FaultScenarios scenarios)
    {
        using var stop = new CancellationTokenSource();
        var failures = new ConcurrentBag<Exception>();

        IReadOnlyList<InjectedFault> crashes = [];
        var report = await monitor.WatchAsync(async () =>
        {
            var load = Enumerable.Range(0, Clients).Select(client => LoadAsync(pool, client, failures, stop.Token)).ToList();
            await Eventually.SatisfiesAsync(
                pool.GetStats, stats => stats.Counters.Successes >= Clients * 5, new EventuallyOptions { Timeout = TimeSpan.FromSeconds(60) });
            crashes = await scenarios.CascadeAsync(workers: 3, interval: TimeSpan.FromSeconds(1));
            foreach (var crash in crashes)
                await faults.WaitForRecoveryAsync(crash, within: TimeSpan.FromSeconds(30));
            await Task.Delay(Scenario.Long(@short: TimeSpan.FromSeconds(1), full: TimeSpan.FromSeconds(55)), environment.Clock);
            await stop.CancelAsync();
            await Task.WhenAll(load);
        });

        crashes.Count.ShouldBe(3);
        crashes.ShouldAllBe(crash => crash.Evidence.ProcessId != null && crash.Evidence.Signal != null);
        var calls = report.Successes + report.Errors;
        calls.ShouldBeGreaterThan(Clients * 5);
        ((double)report.Successes / calls).ShouldBeGreaterThan(0.95, string.Join("; ", failures.Select(failure => failure.Message)));
        // Every worker was busy when it was killed, so some calls succeeded on another.
        report.Recovered.ShouldBeGreaterThan(0);
        pool.GetStats().ShouldSatisfyAllConditions(
            stats => stats.State.ShouldBe(PoolState.Running), stats => (stats.Ready + stats.Busy).ShouldBeGreaterThanOrEqualTo(5));
    }

    [IsolatedTest(Layer = TestLayer.Full, PoolSize = 3, MaxOverflow = 1)]
    [Category("Chaos")]
    public async Task Exhausted_pool_refuses_in_time_and_serves_again(SessionPool pool)
    {
        var seconds = Scenario.Long(@short: TimeSpan.FromSeconds(3), full: TimeSpan.FromSeconds(10)).TotalSeconds;
        var patient = new ExecuteOptions { Timeout = TimeSpan.FromSeconds(60) };
        var blocking = Enumerable.Range(1, 4)
            .Select(i => pool.ExecuteAsync($"blocking_{i}", "sleep", new { seconds }, patient).AsTask()).ToList();
        await Eventually.SatisfiesAsync(pool.GetStats, stats => stats.Busy == 4, new EventuallyOptions { Timeout = TimeSpan.FromSeconds(30) });

        var refused = await Should.ThrowAsync<CommandTimeoutException>(async () => await pool.ExecuteAsync(
            "additional", "health_check", options: new ExecuteOptions { Timeout = TimeSpan.FromSeconds(1) }));

        // It never had a worker, so nothing was condemned and the others finish their work.
        (refused.Phase, refused.RequestFate).ShouldBe((CommandPhase.Queue, RequestFate.NotSent));
        await Task.WhenAll(blocking);
        pool.GetStats().Counters.Losses.ShouldBe(0);
        (await pool.ExecuteAsync("additional", "health_check")).Attempts.ShouldBe(1);
    }

    // Queries of 20 ms: with twice as many clients as workers every worker is busy all the time.
    private static async Task LoadAsync(
        SessionPool pool, int client, ConcurrentBag<Exception> failures, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await pool.ExecuteAsync($"load_session_{client}", "sleep", new { seconds = 0.02 }, cancellationToken: CancellationToken.None);
            }
            catch (PoolException e)
            {
                failures.Add(e);
            }
        }
    }
}
