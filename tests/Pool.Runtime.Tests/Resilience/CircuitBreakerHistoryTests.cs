using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests.Resilience;

/// <summary>
/// Random histories with overlapping calls, late results and requests by hand, against the plain model.
/// </summary>
internal sealed class CircuitBreakerHistoryTests
{
    [Test]
    public void Breaker_agrees_with_the_model_and_leaks_no_probe([Range(1, 200)] int seed)
    {
        var random = new Random(seed);
        var options = SomeOptions(random);
        var clock = new FakeTimeProvider();
        var breaker = new CircuitBreaker(options, clock, "c");
        var model = new CircuitModel(options);
        var underWay = new List<(int Call, CircuitPermit Permit)>();
        var start = clock.GetTimestamp();
        for (var step = 0; step < 600; step++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(random.Next(random.Next(4) == 0 ? 800 : 30)));
            var now = clock.GetElapsedTime(start);
            Step(random, step, now, breaker, model, underWay).ShouldBeTrue($"seed {seed}, step {step}");

            model.Expire(now);
            var stats = breaker.GetStats();
            stats.State.ShouldBe(model.State, $"seed {seed}, step {step}");
            stats.ProbesUnderWay.ShouldBe(model.ProbesUnderWay, $"seed {seed}, step {step}");
            stats.ProbesUnderWay.ShouldBeLessThanOrEqualTo(options.HalfOpenProbes);
            stats.WindowTotal.ShouldBe(model.WindowTotal, $"seed {seed}, step {step}");
        }

        underWay.ForEach(call => breaker.Abandon(call.Permit));
        var end = breaker.GetStats();
        end.ProbesUnderWay.ShouldBe(0, $"seed {seed}");

        // Permits are kept and given back once more at times, which adds to the late ones only.
        (end.Succeeded + end.Failed + end.Abandoned).ShouldBeLessThanOrEqualTo(end.Entered);
    }

    private static CircuitBreakerOptions SomeOptions(Random random) => new()
    {
        FailureRatio = (1 + random.Next(10)) / 10.0,
        MinimumThroughput = 1 + random.Next(10),
        SamplingDuration = TimeSpan.FromMilliseconds(100 + random.Next(2000)),
        ConsecutiveFailures = random.Next(2) == 0 ? null : 1 + random.Next(6),
        BreakDuration = TimeSpan.FromMilliseconds(1 + random.Next(500)),
        HalfOpenProbes = 1 + random.Next(4),
        HalfOpenSuccesses = 1 + random.Next(6),
    };

    private static bool Step(
        Random random,
        int step,
        TimeSpan now,
        CircuitBreaker breaker,
        CircuitModel model,
        List<(int Call, CircuitPermit Permit)> underWay)
    {
        var action = random.Next(100);
        if (action < 50 || (underWay.Count == 0 && action < 94))
        {
            var passes = model.TryEnter(now, step);
            var passed = breaker.TryEnter(out var permit);
            if (passed)
            {
                underWay.Add((step, permit));
            }

            return passed == passes;
        }

        switch (action)
        {
            case < 94:
                GiveBack(random, now, breaker, model, underWay);
                break;
            case < 96:
                breaker.Open();
                model.Open(now);
                break;
            case < 97:
                breaker.Isolate();
                model.Isolate(now);
                break;
            default:
                breaker.Close();
                model.Close(now);
                break;
        }

        return true;
    }

    private static void GiveBack(
        Random random,
        TimeSpan now,
        CircuitBreaker breaker,
        CircuitModel model,
        List<(int Call, CircuitPermit Permit)> underWay)
    {
        var index = random.Next(underWay.Count);
        var (call, permit) = underWay[index];

        // A probe may be given back twice without harm; any other permit is given back once, as documented.
        if (!permit.IsProbe || random.Next(4) != 0)
        {
            underWay.RemoveAt(index);
        }

        if (random.Next(10) == 0)
        {
            breaker.Abandon(permit);
            model.Abandon(call);
            return;
        }

        var success = random.Next(3) != 0;
        breaker.Record(permit, success);
        model.Record(now, call, success);
    }
}
