using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests;

/// <summary>Overflow workers go when they were idle for long enough: not before, not later, the one idle for longest first.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SessionPoolOverflowTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly PoolOptions Options = new()
    {
        Size = 1,
        MaxOverflow = 1,
        OverflowIdleTimeout = Second * 5,
        HealthCheckInterval = TimeSpan.Zero,
    };

    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task Overflow_worker_stays_until_it_was_idle_for_the_whole_of_the_time()
    {
        await using var scripted = await ScriptedPool.StartAsync(Options, _time);
        // The looks that the first worker's start brings are over.
        _time.Advance(Second * 20);
        var (first, second) = await LeaseBothAsync(scripted.Pool);
        _time.Advance(Second * 3);
        await first.DisposeAsync();
        _time.Advance(Second);
        await second.DisposeAsync();

        _time.Advance(Second);
        scripted.Pool.GetStats().Ready.ShouldBe(2);
        _time.Advance(Second * 3 - TimeSpan.FromMilliseconds(1));
        scripted.Pool.GetStats().Ready.ShouldBe(2);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        scripted.Pool.GetStats().Ready.ShouldBe(1);
        scripted.Pool.GetWorkerHistory(first.WorkerId).ShouldContain(move => move.Reason == TransitionReason.Retired);
    }

    [Test]
    public async Task Worker_that_was_idle_for_longest_goes_first()
    {
        await using var scripted = await ScriptedPool.StartAsync(Options, _time);
        var (first, second) = await LeaseBothAsync(scripted.Pool);
        await second.DisposeAsync();
        _time.Advance(Second);
        await first.DisposeAsync();

        _time.Advance(Second * 20);

        scripted.Pool.GetStats().Ready.ShouldBe(1);
        scripted.Pool.GetWorkerHistory(second.WorkerId).ShouldContain(move => move.Reason == TransitionReason.Retired);
    }

    [Test]
    public async Task Overflow_worker_that_may_be_idle_for_a_moment_only_is_looked_for_ten_times_a_second()
    {
        await using var scripted = await ScriptedPool.StartAsync(Options with { OverflowIdleTimeout = TimeSpan.FromMilliseconds(10) }, _time);
        _time.Advance(Second);
        var (first, second) = await LeaseBothAsync(scripted.Pool);
        await first.DisposeAsync();
        await second.DisposeAsync();

        _time.Advance(TimeSpan.FromMilliseconds(99));
        scripted.Pool.GetStats().Ready.ShouldBe(2);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        scripted.Pool.GetStats().Ready.ShouldBe(1);
    }

    private static async Task<(WorkerLease First, WorkerLease Second)> LeaseBothAsync(SessionPool pool) =>
        (await pool.CheckoutAsync(CheckoutRequest.Anonymous), await pool.CheckoutAsync(CheckoutRequest.Anonymous));
}
