using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests.Resilience;

internal sealed class CircuitBreakerEventsTests
{
    [Test]
    public void Every_change_is_told_once_in_order_with_its_cause()
    {
        var clock = new FakeTimeProvider();
        var breaker = new CircuitBreaker(new CircuitBreakerOptions { ConsecutiveFailures = 1 }, clock, "c");
        var told = Listen(breaker);

        CircuitBreakerTests.Call(breaker, false);
        clock.Advance(TimeSpan.FromSeconds(5));
        CircuitBreakerTests.Call(breaker, true);
        breaker.Isolate();
        breaker.Isolate();
        breaker.Close();
        breaker.Close();

        told.ShouldBe(
        [
            "Closed>Open by FailuresExceeded",
            "Open>HalfOpen by BreakElapsed",
            "HalfOpen>Closed by ProbesSucceeded",
            "Closed>Isolated by IsolateRequested",
            "Isolated>Closed by CloseRequested",
        ]);
    }

    [Test]
    public void End_of_a_break_is_told_by_the_call_that_finds_it()
    {
        var clock = new FakeTimeProvider();
        var breaker = new CircuitBreaker(new CircuitBreakerOptions(), clock, "c");
        breaker.Open();
        clock.Advance(TimeSpan.FromSeconds(5));
        var told = Listen(breaker);

        breaker.TryEnter(out _);

        told.ShouldBe(["Open>HalfOpen by BreakElapsed"]);
    }

    [Test]
    public void Change_made_by_a_subscriber_is_told_after_the_one_it_answers()
    {
        var breaker = new CircuitBreaker(new CircuitBreakerOptions(), new FakeTimeProvider(), "c");
        breaker.StateChanged += (_, change) =>
        {
            if (change.To == CircuitState.Open)
            {
                breaker.Close();
            }
        };
        var told = Listen(breaker);

        breaker.Open();

        told.ShouldBe(["Closed>Open by OpenRequested", "Open>Closed by CloseRequested"]);
    }

    [Test]
    public void Subscriber_that_throws_costs_neither_the_call_its_permit_nor_others_their_news()
    {
        var clock = new FakeTimeProvider();
        var breaker = new CircuitBreaker(new CircuitBreakerOptions(), clock, "c");
        breaker.StateChanged += (_, _) => throw new InvalidOperationException("subscriber");
        var told = Listen(breaker);
        breaker.Open();
        clock.Advance(TimeSpan.FromSeconds(5));

        breaker.TryEnter(out var permit).ShouldBeTrue();
        breaker.Record(permit, success: true);

        told.Count.ShouldBe(3);
        breaker.State.ShouldBe(CircuitState.Closed);
        breaker.GetStats().FailedNotifications.ShouldBe(3);
    }

    [Test]
    public void Subscriber_may_use_the_breaker_from_another_thread()
    {
        var breaker = new CircuitBreaker(new CircuitBreakerOptions(), new FakeTimeProvider(), "c");
        var seen = new List<CircuitState>();
        breaker.StateChanged += (_, _) =>
        {
            var reader = new Thread(() => seen.Add(breaker.State));
            reader.Start();
            reader.Join(TimeSpan.FromSeconds(10)).ShouldBeTrue("the event is raised under the lock");
        };

        breaker.Open();

        seen.ShouldBe([CircuitState.Open]);
    }

    [Test]
    public void Changes_made_by_many_threads_form_one_unbroken_chain()
    {
        var breaker = new CircuitBreaker(new CircuitBreakerOptions(), new FakeTimeProvider(), "c");
        var changes = new List<CircuitStateChangedEventArgs>();
        breaker.StateChanged += (_, change) => changes.Add(change);

        Parallel.For(0, 4, worker =>
        {
            for (var i = 0; i < 500; i++)
            {
                Action move = ((worker + i) % 3) switch { 0 => breaker.Open, 1 => breaker.Isolate, _ => breaker.Close };
                move();
            }
        });

        changes.Count.ShouldBeGreaterThan(0);
        changes[0].From.ShouldBe(CircuitState.Closed);
        changes.Zip(changes.Skip(1)).ShouldAllBe(pair => pair.First.To == pair.Second.From);
        changes[^1].To.ShouldBe(breaker.State);
    }

    private static List<string> Listen(CircuitBreaker breaker)
    {
        var told = new List<string>();
        breaker.StateChanged += (_, change) => told.Add($"{change.From}>{change.To} by {change.Cause}");
        return told;
    }
}
