using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests;

/// <summary>Times that no timer takes, on the system's own clock: a fake one takes any.</summary>
internal sealed class SessionPoolLongestTimesTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    private static TimeSpan[] TooLong() => [Longest + TimeSpan.FromTicks(1), TimeSpan.MaxValue];

    [TestCaseSource(nameof(TooLong))]
    public async Task Call_with_a_deadline_that_no_timer_takes_is_refused(TimeSpan tooLong)
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var options = new ExecuteOptions { Timeout = tooLong };

        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await scripted.Pool.ExecuteAsync("s", "who", options: options));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await scripted.Pool.ExecuteBatchAsync("s", [new("who")], options));

        scripted.Pool.GetStats().Counters.Checkouts.ShouldBe(0);
    }

    [TestCaseSource(nameof(TooLong))]
    public async Task Lease_goes_on_after_a_command_whose_deadline_no_timer_takes(TimeSpan tooLong)
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        await using (var lease = await scripted.Pool.CheckoutAsync(CheckoutRequest.Anonymous))
        {
            await Should.ThrowAsync<ArgumentOutOfRangeException>(
                async () => await lease.ExecuteAsync("who", options: new ExecuteOptions { Timeout = tooLong }));
            (await lease.ExecuteAsync<string>("who")).ShouldBe(lease.WorkerId);
        }

        scripted.Pool.GetStats().Ready.ShouldBe(1);
    }

    [TestCaseSource(nameof(TooLong))]
    public async Task Checkout_with_a_patience_that_no_timer_takes_is_refused_and_leaves_nothing_behind(TimeSpan tooLong)
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        await using (await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("s")))
        {
            await Should.ThrowAsync<ArgumentOutOfRangeException>(async () =>
                await scripted.Pool.CheckoutAsync(CheckoutRequest.ForSession("other") with { QueueTimeout = tooLong }));
        }

        (await scripted.Pool.ExecuteAsync("other", "who")).Attempts.ShouldBe(1);
        (await scripted.Pool.DrainAsync(TimeSpan.FromSeconds(10))).ShouldBeTrue();
    }

    [Test]
    public async Task Longest_deadline_and_patience_there_are_outlive_others_that_pass()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        var (held, worker) = await scripted.HoldAsync();
        var waits = scripted.Pool.ExecuteAnonymousAsync("who", options: new ExecuteOptions { Timeout = Longest }).AsTask();
        var leases = scripted.Pool.CheckoutAsync(new CheckoutRequest { QueueTimeout = Longest }).AsTask();

        await Should.ThrowAsync<CommandTimeoutException>(async () =>
            await scripted.Pool.ExecuteAnonymousAsync("who", options: new ExecuteOptions { Timeout = TimeSpan.FromMilliseconds(20) }));

        worker.Release.SetResult();
        await held;
        (await waits).Attempts.ShouldBe(1);
        await (await leases).DisposeAsync();
    }
}
