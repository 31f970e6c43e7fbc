using Microsoft.Extensions.Time.Testing;
using Polly;
using Polly.CircuitBreaker;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests.Resilience;

/// <summary>
/// Where both mean the same (ratio, throughput, windows, break, one probe, one call at a time) our breaker and Polly's
/// must agree on every call of any history.
/// </summary>
internal sealed class CircuitBreakerOracleTests
{
    [Test]
    public void Both_let_the_same_calls_pass_and_end_in_the_same_states([Range(1, 200)] int seed)
    {
        var random = new Random(seed);
        var options = new CircuitBreakerOptions
        {
            FailureRatio = (1 + random.Next(10)) / 10.0,
            MinimumThroughput = 2 + random.Next(8),
            SamplingDuration = TimeSpan.FromMilliseconds(500 + random.Next(5000)),
            BreakDuration = TimeSpan.FromMilliseconds(500 + random.Next(3000)),
        };
        var failureRate = random.NextDouble();
        var longestPause = TimeSpan.FromMilliseconds(1 << random.Next(14));
        var clock = new FakeTimeProvider();
        var ours = new CircuitBreaker(options, clock, "c");
        var theirs = new Oracle(options, clock);

        for (var step = 0; step < 400; step++)
        {
            clock.Advance(longestPause * random.NextDouble());
            var takes = random.Next(3) == 0 ? longestPause * random.NextDouble() : TimeSpan.Zero;
            var success = random.NextDouble() >= failureRate;

            var entered = ours.TryEnter(out var permit);
            theirs.Call(success, takes).ShouldBe(entered, $"seed {seed}, step {step}");
            if (entered)
            {
                ours.Record(permit, success);
            }

            ours.State.ToString().ShouldBe(theirs.State.ToString(), $"seed {seed}, step {step}");
        }
    }

    [Test]
    public void Histories_together_reach_every_state_many_times()
    {
        // Guards the test above against histories in which nothing happens.
        var states = new Dictionary<CircuitState, int>();
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Random(seed);
            var clock = new FakeTimeProvider();
            var theirs = new Oracle(new CircuitBreakerOptions { MinimumThroughput = 3 }, clock);
            for (var step = 0; step < 200; step++)
            {
                clock.Advance(TimeSpan.FromSeconds(random.NextDouble() * 2));
                theirs.Call(random.Next(2) == 0, TimeSpan.Zero);
                states[theirs.State] = states.GetValueOrDefault(theirs.State) + 1;
            }
        }

        states[CircuitState.Open].ShouldBeGreaterThan(100);
        states[CircuitState.Closed].ShouldBeGreaterThan(100);
    }

    private sealed class Oracle
    {
        private readonly CircuitBreakerStateProvider _provider = new();
        private readonly FakeTimeProvider _clock;
        private readonly ResiliencePipeline<bool> _pipeline;

        public Oracle(CircuitBreakerOptions options, FakeTimeProvider clock)
        {
            _clock = clock;
            _pipeline = new ResiliencePipelineBuilder<bool> { TimeProvider = clock }
                .AddCircuitBreaker(new CircuitBreakerStrategyOptions<bool>
                {
                    FailureRatio = options.FailureRatio,
                    MinimumThroughput = options.MinimumThroughput,
                    SamplingDuration = options.SamplingDuration,
                    BreakDuration = options.BreakDuration,
                    ShouldHandle = arguments => ValueTask.FromResult(!arguments.Outcome.Result),
                    StateProvider = _provider,
                })
                .Build();
        }

        public CircuitState State => _provider.CircuitState;

        /// <summary>Whether the call passed; time passes while it runs.</summary>
        public bool Call(bool success, TimeSpan takes)
        {
            try
            {
                _pipeline.Execute(() =>
                {
                    _clock.Advance(takes);
                    return success;
                });
                return true;
            }
            catch (BrokenCircuitException)
            {
                return false;
            }
        }
    }
}
