using System.Runtime.CompilerServices;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SessionPoolLeaksTests : IDisposable
{
    private static readonly TimeSpan Threshold = TimeSpan.FromMinutes(1);

    private static readonly PoolOptions Options = new()
    {
        Size = 1,
        LeakThreshold = Threshold,
        HealthCheckInterval = TimeSpan.Zero,
    };

    private readonly WatchedTime _time = new();
    private readonly EntryLog _log = new();

    public void Dispose() => _log.Dispose();

    [Test]
    public async Task Lease_that_stays_out_is_reported_once_with_its_borrowers_stack()
    {
        await using var scripted = await StartAsync(Options);
        var events = scripted.Pool.ObserveAsync();
        await using var lease = await BorrowAsync(scripted.Pool);

        _time.Advance(Threshold - TimeSpan.FromMilliseconds(1));
        scripted.Pool.GetStats().Counters.Leaks.ShouldBe(0);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _time.Advance(Threshold * 3);

        scripted.Pool.GetStats().Counters.Leaks.ShouldBe(1);
        var leaked = (PoolEvent.LeaseLeaked)await events.FirstAsync(happened => happened is PoolEvent.LeaseLeaked);
        (leaked.WorkerId, leaked.SessionId, leaked.Held).ShouldBe((lease.WorkerId, "s", Threshold));
        leaked.BorrowerStack.ShouldContain(nameof(BorrowAsync));
        leaked.BorrowerStack.ShouldNotContain("SessionPool.Checkout");
        var entry = await _log.FirstAsync(3001);
        entry.ShouldContain(lease.WorkerId);
        entry.ShouldContain(nameof(BorrowAsync));
        entry.ShouldContain("reclaimed: False");
        (await lease.ExecuteAsync<string>("who")).ShouldBe(lease.WorkerId);
    }

    [Test]
    public async Task Lease_that_waited_is_reported_from_its_grant_on_with_the_stack_of_its_checkout()
    {
        await using var scripted = await StartAsync(Options with { QueueTimeout = TimeSpan.FromDays(1) });
        var events = scripted.Pool.ObserveAsync();
        var first = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        var second = BorrowAsync(scripted.Pool).AsTask();
        _time.Advance(Threshold / 2);
        await first.DisposeAsync();
        await using var lease = await second;

        _time.Advance(Threshold / 2);
        scripted.Pool.GetStats().Counters.Leaks.ShouldBe(0);
        _time.Advance(Threshold / 2);

        var leaked = (PoolEvent.LeaseLeaked)await events.FirstAsync(happened => happened is PoolEvent.LeaseLeaked);
        leaked.Held.ShouldBe(Threshold);
        leaked.BorrowerStack.ShouldContain(nameof(BorrowAsync));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Lease_that_was_given_back_is_no_leak_although_its_last_command_is_not_over(bool reclaim)
    {
        await using var scripted = await StartAsync(Options with { ReclaimLeaks = reclaim, CancelGrace = Threshold * 2 });
        await using (var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous))
        {
            _ = lease.ExecuteAsync("hold").AsTask().ContinueWith(held => held.Exception, TaskScheduler.Default);
            await scripted.Workers[0].Holding.Task;
        }

        _time.Advance(Threshold);

        scripted.Workers[0].Release.SetResult();
        await scripted.ReachAsync(stats => stats.Ready == 1);
        var counters = scripted.Pool.GetStats().Counters;
        (counters.Leaks, counters.Losses).ShouldBe((0, 0));
    }

    [Test]
    public async Task Each_lease_has_its_own_time()
    {
        await using var scripted = await StartAsync(Options with { Size = 3 });
        await using var first = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        _time.Advance(Threshold / 3);
        var returned = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        await using var last = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        _time.Advance(Threshold / 3);
        await returned.DisposeAsync();

        _time.Advance(Threshold / 3);
        scripted.Pool.GetStats().Counters.Leaks.ShouldBe(1);
        _time.Advance(Threshold / 3);
        scripted.Pool.GetStats().Counters.Leaks.ShouldBe(2);
        _time.Advance(Threshold);
        scripted.Pool.GetStats().Counters.Leaks.ShouldBe(2);
    }

    [Test]
    public async Task Reclaimed_lease_ends_and_its_place_is_free_again()
    {
        await using var scripted = await StartAsync(Options with { ReclaimLeaks = true });
        var lease = await BorrowAsync(scripted.Pool);
        await lease.ExecuteAsync("append", new { item = "a" });

        _time.Advance(Threshold);

        await Should.ThrowAsync<ObjectDisposedException>(async () => await lease.ExecuteAsync("who"));
        await lease.DisposeAsync();
        var next = await scripted.Pool.ExecuteAsync("s", "list");
        next.WorkerId.ShouldNotBe(lease.WorkerId);
        next.Value.EnumerateArray().ShouldHaveSingleItem().GetString().ShouldBe("a");
        scripted.Pool.GetWorkerHistory(lease.WorkerId).ShouldContain(move => move.Reason == TransitionReason.Leaked);
        (await _log.FirstAsync(3001)).ShouldContain("reclaimed: True");
    }

    [Test]
    public async Task Command_of_a_reclaimed_lease_ends_with_it()
    {
        await using var scripted = await StartAsync(Options with { ReclaimLeaks = true, CommandTimeout = TimeSpan.FromDays(1) });
        var lease = await BorrowAsync(scripted.Pool);
        var held = lease.ExecuteAsync("hold").AsTask();
        await scripted.Workers[0].Holding.Task;

        _time.Advance(Threshold);

        await Should.ThrowAsync<Exception>(held);
        (await scripted.Pool.ExecuteAsync("s", "who")).WorkerId.ShouldNotBe(lease.WorkerId);
        scripted.Pool.GetStats().Counters.Checkins.ShouldBe(2);
    }

    [Test]
    public async Task Nothing_is_looked_for_unless_asked()
    {
        await using var scripted = await StartAsync(Options with { LeakThreshold = null });
        await using var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);

        _time.Advance(TimeSpan.FromDays(20));

        scripted.Pool.GetStats().Counters.Leaks.ShouldBe(0);
    }

    [Test]
    public async Task Timer_is_set_for_the_time_that_the_oldest_lease_has_left_and_for_no_less_than_a_millisecond()
    {
        await using var scripted = await StartAsync(Options with { Size = 2, SessionTimeToLive = null });
        await using var first = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);
        _time.Advance(TimeSpan.FromTicks(10));
        await using var second = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous);

        _time.Advance(Threshold - TimeSpan.FromTicks(10));

        scripted.Pool.GetStats().Counters.Leaks.ShouldBe(1);
        _time.Timers.ShouldContain(Threshold);
        _time.Timers.ShouldNotContain(TimeSpan.FromTicks(10));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        scripted.Pool.GetStats().Counters.Leaks.ShouldBe(2);
        _time.Live.ShouldBe(0);
    }

    // Its name is looked for in the stack, where an inlined method is not.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ValueTask<WorkerLease> BorrowAsync(SessionPool pool) => pool.CheckoutAsync(CheckoutRequest.ForSession("s"));

    private Task<ScriptedPool> StartAsync(PoolOptions options) =>
        ScriptedPool.StartAsync(options, _time, services: given => given with { LoggerFactory = _log });
}
