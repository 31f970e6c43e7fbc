using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;
using Pool.Runtime.Resilience.Recovery;

namespace Pool.Runtime.Tests.Resilience.Recovery;

/// <summary>An executor with everything it needs on one fake clock, and a record of the attempts it made.</summary>
internal sealed class RecoveryWorld
{
    // Real time, reached only when the code under test is broken: a failed test is better than a hanging one.
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(10);

    private readonly RetryExecutor _executor;

    public RecoveryWorld(int seed, ErrorOrchestratorOptions? options = null)
    {
        Orchestrator = new ErrorOrchestrator(options ?? new ErrorOrchestratorOptions(), Clock, seed);
        Breaker = new CircuitBreaker(new CircuitBreakerOptions(), Clock, "c");
        _executor = new RetryExecutor(Orchestrator, Clock, Breaker);
    }

    public FakeTimeProvider Clock { get; } = new();

    public ErrorOrchestrator Orchestrator { get; }

    public CircuitBreaker Breaker { get; }

    public CancellationTokenSource Cancellation { get; } = new();

    public List<RecoveryAttempt> Attempts { get; } = [];

    public bool MayBeResent { get; set; } = true;

    public TimeSpan Budget { get; init; } = Timeout.InfiniteTimeSpan;

    public Task<string> Recover(PoolException firstFailure, Func<RecoveryAttempt, string> attempt) =>
        _executor.ContinueAsync(
            firstFailure,
            (next, cancellationToken) =>
            {
                cancellationToken.ShouldBe(Cancellation.Token);
                Attempts.Add(next);
                return ValueTask.FromResult(attempt(next));
            },
            () => MayBeResent,
            new Deadline(Clock, Budget),
            Cancellation.Token).AsTask().WaitAsync(Stuck);
}
