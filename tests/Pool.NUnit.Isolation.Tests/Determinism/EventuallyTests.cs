using Microsoft.Extensions.Time.Testing;
using Pool.NUnit.Isolation.Determinism;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Tests.Determinism;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class EventuallyTests
{
    private readonly EventuallyOptions _signalled = new() { Clock = new FakeTimeProvider(), Signal = new ChangeSignal() };

    [Test]
    public async Task Value_that_fits_at_once_is_returned_without_waiting()
    {
        int value = await Eventually.SatisfiesAsync(static () => 3, static v => v == 3, _signalled);
        value.ShouldBe(3);
    }

    [Test]
    public async Task Change_after_a_look_wakes_the_waiter_though_time_stands_still()
    {
        int value = 0;
        Task waiting = Eventually.TrueAsync(() => Volatile.Read(ref value) == 2, _signalled);
        Volatile.Write(ref value, 1);
        _signalled.Signal!.Set();
        waiting.IsCompleted.ShouldBeFalse();
        Volatile.Write(ref value, 2);
        _signalled.Signal!.Set();
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Test]
    public async Task Failing_assertion_in_a_check_is_not_yet_and_leaves_no_trace_in_the_result_of_the_test()
    {
        int looks = 0;
        await Eventually.TrueAsync(() =>
        {
            Assert.That(++looks, Is.EqualTo(3));
            return true;
        });
        TestContext.CurrentContext.Result.Assertions.ShouldBeEmpty();
    }

    [Test]
    public async Task Last_look_is_made_at_the_deadline_without_a_signal()
    {
        FakeTimeProvider clock = (FakeTimeProvider)_signalled.Clock;
        bool holds = false;
        Task waiting = Eventually.TrueAsync(() => holds, _signalled);
        holds = true;
        clock.Advance(_signalled.Timeout);
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Test]
    public async Task Failure_shows_condition_last_value_and_number_of_checks()
    {
        EventuallyOptions once = new() { Timeout = TimeSpan.Zero };
        int[] seen = [1, 2];
        AssertionException error = await Should.ThrowAsync<AssertionException>(
            Eventually.SatisfiesAsync(() => seen, static items => items.Length == 7, once));
        error.Message.ShouldContain("items.Length == 7");
        error.Message.ShouldContain("last seen: [1, 2]");
        error.Message.ShouldContain("1 checks");
    }

    [Test]
    public async Task Exception_of_a_check_counts_as_not_yet_and_is_shown_when_it_was_the_last()
    {
        int looks = 0;
        EventuallyOptions patient = new() { Timeout = TimeSpan.FromSeconds(30) };
        await Eventually.TrueAsync(() => ++looks > 2 ? true : throw new InvalidOperationException("early"), patient);
        looks.ShouldBe(3);

        AssertionException error = await Should.ThrowAsync<AssertionException>(Eventually.TrueAsync(
            static () => throw new InvalidOperationException("always"), new EventuallyOptions { Timeout = TimeSpan.Zero }));
        error.Message.ShouldContain("InvalidOperationException: always");
        error.InnerException.ShouldBeOfType<InvalidOperationException>();
    }

    [Test]
    public async Task Observation_that_never_returns_is_given_up()
    {
        EventuallyOptions options = new() { Timeout = TimeSpan.FromMilliseconds(5), MaxInterval = TimeSpan.FromMilliseconds(5) };
        AssertionException error = await Should.ThrowAsync<AssertionException>(Eventually.SatisfiesAsync(
            static _ => new ValueTask<int>(new TaskCompletionSource<int>().Task), static _ => true, options));
        error.Message.ShouldContain(nameof(TimeoutException));
    }

    [Test]
    public async Task Wait_for_a_pool_is_woken_by_its_events_though_time_stands_still()
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync();
        EventuallyOptions still = new() { Clock = new FakeTimeProvider() };
        Task<PoolStats> waiting = Eventually.SatisfiesAsync(pool.Pool, static stats => stats.Counters.Restarts == 1, still);
        waiting.IsCompleted.ShouldBeFalse();
        await pool.Faults.CrashAsync();
        // The replacement may be ready before the last of the victim is gone.
        (await waiting.WaitAsync(TimeSpan.FromSeconds(10))).Ready.ShouldBe(2);
    }

    [Test]
    public async Task Cancelled_wait_ends_as_cancelled()
    {
        using CancellationTokenSource cancel = new();
        Task waiting = Eventually.TrueAsync(static () => false, _signalled, cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
    }

    [Test]
    public void Intervals_out_of_order_are_refused() => Should.Throw<InvalidOperationException>(() =>
    {
        _ = Eventually.TrueAsync(static () => true, new EventuallyOptions { MinInterval = TimeSpan.FromSeconds(1) });
    }).Message.ShouldContain("MaxInterval 00:00:00.1");
}
