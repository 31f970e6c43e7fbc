using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests.Resilience;

internal sealed class CircuitBreakerConcurrencyTests
{
    private const int Threads = 4;
    private const int CallsPerThread = 5_000;

    [Test]
    public void Every_call_is_counted_exactly_once_however_many_threads_make_them()
    {
        var clock = new FakeTimeProvider();
        var options = new CircuitBreakerOptions
        {
            MinimumThroughput = 5,
            BreakDuration = TimeSpan.FromMilliseconds(3),
            HalfOpenProbes = 2,
            HalfOpenSuccesses = 3,
        };
        var breaker = new CircuitBreaker(options, clock, "c");

        Run(thread =>
        {
            var random = new Random(thread);
            for (var i = 0; i < CallsPerThread; i++)
            {
                if (breaker.TryEnter(out var permit))
                {
                    GiveBack(breaker, permit, random.Next(5));
                }
                else
                {
                    clock.Advance(TimeSpan.FromMilliseconds(1));
                }
            }
        });

        var stats = breaker.GetStats();
        (stats.Entered + stats.Refused).ShouldBe(Threads * CallsPerThread);
        (stats.Succeeded + stats.Failed + stats.Abandoned + stats.Late).ShouldBe(stats.Entered);
        stats.ProbesUnderWay.ShouldBe(0);
        stats.TimesOpened.ShouldBeGreaterThan(10);
    }

    [Test]
    public void Of_many_who_arrive_at_the_end_of_a_break_exactly_the_probes_pass([Values(1, 3)] int probes)
    {
        var clock = new FakeTimeProvider();
        var options = new CircuitBreakerOptions { HalfOpenProbes = probes };
        var breaker = new CircuitBreaker(options, clock, "c");
        var passed = 0;
        for (var round = 1; round <= 100; round++)
        {
            breaker.Open();
            clock.Advance(options.BreakDuration);

            Run(_ =>
            {
                for (var i = 0; i < 5; i++)
                {
                    Interlocked.Add(ref passed, breaker.TryEnter(out var _) ? 1 : 0);
                }
            });

            passed.ShouldBe(probes * round);
        }
    }

    private static void GiveBack(CircuitBreaker breaker, CircuitPermit permit, int choice)
    {
        if (choice == 0)
        {
            breaker.Abandon(permit);
        }
        else
        {
            breaker.Record(permit, success: choice > 2);
        }
    }

    private static void Run(Action<int> body)
    {
        using var start = new Barrier(Threads);
        Task.WaitAll([.. Enumerable.Range(0, Threads).Select(index => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                body(index);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))]);
    }
}
