using Microsoft.Extensions.Time.Testing;

namespace Pool.Runtime.Tests;

/// <summary>What a look of the sizing counts: the time since the look before, calls that are over too, and the wait of one call.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SessionPoolSizingLookTests
{
    private static readonly SizingOptions Sizing = new()
    {
        MinSize = 2,
        MaxSize = 8,
        Interval = TimeSpan.FromSeconds(5),
        TargetUtilization = 0.5,
        TargetQueueWait = TimeSpan.FromMilliseconds(50),
    };

    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task Time_of_calls_that_are_over_counts()
    {
        await using var scripted = await StartAsync();
        var leases = await LeaseBothAsync(scripted.Pool);
        _time.Advance(Sizing.Interval - TimeSpan.FromMilliseconds(100));
        foreach (var lease in leases)
            await lease.DisposeAsync();

        _time.Advance(TimeSpan.FromMilliseconds(100));

        // Two were busy for nearly all of the time: 1.96 / 0.5.
        scripted.Pool.GetStats().Size.ShouldBe(4);
    }

    [Test]
    public async Task Time_before_the_last_look_does_not_count()
    {
        await using var scripted = await StartAsync();
        _time.Advance(Sizing.Interval);
        var leases = await LeaseBothAsync(scripted.Pool);

        _time.Advance(Sizing.Interval);

        scripted.Pool.GetStats().Size.ShouldBe(4);
        foreach (var lease in leases)
            await lease.DisposeAsync();
    }

    [TestCase(500, 3)]
    [TestCase(100, 2)]
    public async Task Wait_of_a_call_is_that_of_those_who_were_served_since_the_last_look(int waitMs, int size)
    {
        await using var scripted = await StartAsync();
        for (var i = 0; i < 40; i++)
            await scripted.Pool.ExecuteAnonymousAsync("who");
        _time.Advance(Sizing.Interval);
        var leases = await LeaseBothAsync(scripted.Pool);
        var waiting = scripted.Pool.ExecuteAnonymousAsync("who").AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(waitMs));
        foreach (var lease in leases)
            await lease.DisposeAsync();
        await waiting;

        _time.Advance(Sizing.Interval);

        scripted.Pool.GetStats().Size.ShouldBe(size);
    }

    private static async Task<WorkerLease[]> LeaseBothAsync(SessionPool pool) =>
        [await pool.CheckoutAsync(CheckoutRequest.Anonymous), await pool.CheckoutAsync(CheckoutRequest.Anonymous)];

    private Task<ScriptedPool> StartAsync() => ScriptedPool.StartAsync(
        new PoolOptions
        {
            Size = 2,
            Sizing = Sizing,
            QueueTimeout = TimeSpan.FromDays(1),
            CommandTimeout = TimeSpan.FromDays(1),
            HealthCheckInterval = TimeSpan.Zero,
        },
        _time);
}
