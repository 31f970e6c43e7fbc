using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests.Resilience;

internal sealed class CircuitBreakerTests
{
    private static readonly CircuitBreakerOptions Options = new()
    {
        FailureRatio = 0.5,
        MinimumThroughput = 4,
        SamplingDuration = TimeSpan.FromSeconds(10),
        BreakDuration = TimeSpan.FromSeconds(5),
    };

    private static readonly bool[] HalfFail = [true, false, true, false];

    [Test]
    public void Circuit_opens_at_the_failure_ratio()
    {
        var breaker = Create(out _);

        Call(breaker, HalfFail);

        breaker.State.ShouldBe(CircuitState.Open);
        breaker.TryEnter(out var permit).ShouldBeFalse();
        permit.ShouldBe(default);
    }

    [Test]
    public void Circuit_stays_closed_below_the_minimum_throughput()
    {
        var breaker = Create(out _);

        Call(breaker, false, false, false);

        breaker.State.ShouldBe(CircuitState.Closed);
    }

    [Test]
    public void Failures_older_than_the_sampling_duration_do_not_count()
    {
        var breaker = Create(out var clock);
        Call(breaker, false, false, false);

        clock.Advance(Options.SamplingDuration);
        Call(breaker, false);

        breaker.State.ShouldBe(CircuitState.Closed);
        breaker.GetStats().WindowTotal.ShouldBe(1);
    }

    [Test]
    public void Consecutive_failures_open_the_circuit_whatever_the_ratio()
    {
        var breaker = Create(out _, Options with { MinimumThroughput = 1000, ConsecutiveFailures = 3 });

        Call(breaker, false, false, true, false, false);
        breaker.State.ShouldBe(CircuitState.Closed);

        Call(breaker, false);
        breaker.State.ShouldBe(CircuitState.Open);
    }

    [Test]
    public void Open_circuit_says_how_long_it_will_last()
    {
        var breaker = Create(out var clock);
        Call(breaker, HalfFail);

        clock.Advance(TimeSpan.FromSeconds(2));

        breaker.RetryAfter.ShouldBe(TimeSpan.FromSeconds(3));
        var refusal = breaker.Refusal(new PoolErrorContext("p"));
        refusal.State.ShouldBe(CircuitState.Open);
        refusal.RetryAfter.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Test]
    public void One_tick_before_the_end_of_the_break_nothing_passes()
    {
        var breaker = Create(out var clock);
        Call(breaker, HalfFail);

        clock.Advance(Options.BreakDuration - TimeSpan.FromTicks(1));
        breaker.TryEnter(out _).ShouldBeFalse();

        clock.Advance(TimeSpan.FromTicks(1));
        breaker.TryEnter(out var permit).ShouldBeTrue();
        permit.IsProbe.ShouldBeTrue();
        breaker.State.ShouldBe(CircuitState.HalfOpen);
    }

    [Test]
    public void Success_from_before_the_break_does_not_close_a_half_open_circuit()
    {
        var breaker = Create(out var clock);
        breaker.TryEnter(out var early);
        Call(breaker, HalfFail);
        clock.Advance(Options.BreakDuration);
        breaker.TryEnter(out _);

        breaker.Record(early, success: true);

        breaker.State.ShouldBe(CircuitState.HalfOpen);
        breaker.GetStats().Late.ShouldBe(1);
    }

    [Test]
    public void Failures_from_before_the_break_do_not_count_against_the_next_period()
    {
        var breaker = Create(out var clock);
        var early = Enumerable.Range(0, 10).Select(_ => breaker.TryEnter(out var permit) ? permit : default).ToList();
        Call(breaker, HalfFail);
        clock.Advance(Options.BreakDuration);
        Call(breaker, true);

        early.ForEach(permit => breaker.Record(permit, success: false));

        breaker.State.ShouldBe(CircuitState.Closed);
        breaker.GetStats().WindowTotal.ShouldBe(0);
    }

    [Test]
    public void Default_permit_counts_for_nothing()
    {
        var breaker = Create(out _, Options with { MinimumThroughput = 1 });
        for (var moves = 0; moves < 3; moves++)
        {
            breaker.Record(default, success: false);

            breaker.State.ShouldBe(CircuitState.Closed);
            breaker.Close();
        }

        breaker.GetStats().Late.ShouldBe(3);
    }

    [Test]
    public void Abandoned_calls_are_neither_success_nor_failure()
    {
        var breaker = Create(out _);
        for (var i = 0; i < 10; i++)
        {
            breaker.TryEnter(out var permit);
            breaker.Abandon(permit);
        }

        breaker.GetStats().WindowTotal.ShouldBe(0);
        breaker.GetStats().Abandoned.ShouldBe(10);
    }

    [Test]
    public void Isolated_circuit_lets_nothing_pass_until_closed_by_hand()
    {
        var breaker = Create(out var clock);

        breaker.Isolate();
        breaker.Open();
        clock.Advance(TimeSpan.FromDays(1));

        breaker.TryEnter(out _).ShouldBeFalse();
        breaker.State.ShouldBe(CircuitState.Isolated);
        breaker.RetryAfter.ShouldBeNull();

        breaker.Close();
        breaker.TryEnter(out _).ShouldBeTrue();
    }

    [Test]
    public void Opening_by_hand_lasts_one_break_from_the_last_request()
    {
        var breaker = Create(out var clock);

        breaker.Open();
        clock.Advance(TimeSpan.FromSeconds(4));
        breaker.Open();

        breaker.RetryAfter.ShouldBe(Options.BreakDuration);
    }

    [Test]
    public void Closing_by_hand_forgets_what_was_counted()
    {
        var breaker = Create(out _);
        Call(breaker, false, false, false);

        breaker.Close();
        Call(breaker, false);

        breaker.State.ShouldBe(CircuitState.Closed);
        breaker.GetStats().WindowTotal.ShouldBe(1);
    }

    [Test]
    public void Call_that_moves_nothing_allocates_nothing()
    {
        var breaker = Create(out _, Options with { MinimumThroughput = int.MaxValue });
        Call(breaker, true, false);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++)
        {
            breaker.TryEnter(out var permit);
            breaker.Record(permit, success: i % 3 == 0);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Test]
    public void Call_that_is_turned_away_allocates_nothing()
    {
        var breaker = Create(out _);
        breaker.Open();
        breaker.TryEnter(out _);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++)
        {
            breaker.TryEnter(out _);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        breaker.GetStats().Refused.ShouldBe(1001);
    }

    [Test]
    public void Calls_are_counted_by_what_became_of_them()
    {
        var breaker = Create(out _, Options with { MinimumThroughput = 100 });
        Call(breaker, true, true, false);
        breaker.TryEnter(out var permit);
        breaker.Open();

        breaker.Abandon(permit);

        var stats = breaker.GetStats();
        (stats.Entered, stats.Succeeded, stats.Failed, stats.Abandoned, stats.Late).ShouldBe((4, 2, 1, 0, 1));
    }

    [Test]
    public void Wait_is_zero_unless_the_circuit_is_open_or_isolated()
    {
        var breaker = Create(out var clock);
        breaker.RetryAfter.ShouldBe(TimeSpan.Zero);

        Call(breaker, HalfFail);
        clock.Advance(Options.BreakDuration);
        breaker.TryEnter(out _);

        breaker.RetryAfter.ShouldBe(TimeSpan.Zero);
        breaker.Refusal(new PoolErrorContext("p")).RetryAfter.ShouldBeNull("another probe decides when, not the clock");
    }

    [Test]
    public void What_is_left_out_is_named()
    {
        Should.Throw<ArgumentNullException>(() => new CircuitBreaker(null!, TimeProvider.System, "c")).ParamName.ShouldBe("options");
        Should.Throw<ArgumentNullException>(() => new CircuitBreaker(Options, null!, "c")).ParamName.ShouldBe("timeProvider");
        Should.Throw<ArgumentException>(() => new CircuitBreaker(Options, TimeProvider.System, "")).ParamName.ShouldBe("name");
    }

    internal static void Call(CircuitBreaker breaker, params bool[] results)
    {
        foreach (var success in results)
        {
            breaker.TryEnter(out var permit).ShouldBeTrue();
            breaker.Record(permit, success);
        }
    }

    private static CircuitBreaker Create(out FakeTimeProvider clock, CircuitBreakerOptions? options = null)
    {
        clock = new FakeTimeProvider();
        return new CircuitBreaker(options ?? Options, clock, "c");
    }
}
