using Polly;
using Polly.Retry;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Resilience.Recovery;

/// <summary>
/// Takes over once a call's first attempt has failed, so that calls that succeed never pay for a pipeline.
/// </summary>
/// <remarks>Thread-safe. The waits are Polly's, on the injected clock; every decision is the orchestrator's.</remarks>
internal sealed class RetryExecutor
{
    private static readonly ResiliencePropertyKey<RecoveryRun> Run = new("pool.recovery");

    private readonly ErrorOrchestrator _orchestrator;
    private readonly CircuitBreaker? _breaker;
    private readonly ResiliencePipeline _pipeline;

    public RetryExecutor(ErrorOrchestrator orchestrator, TimeProvider time, CircuitBreaker? breaker = null)
    {
        _orchestrator = orchestrator;
        _breaker = breaker;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                // The orchestrator counts attempts, draws the jitter from its seed and caps the wait; Polly must add
                // nothing.
                MaxRetryAttempts = int.MaxValue,
                UseJitter = false,
                ShouldHandle = static arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is PoolException error && RunOf(arguments.Context).ShouldRetry(error)),
                DelayGenerator = static arguments =>
                    ValueTask.FromResult<TimeSpan?>(RunOf(arguments.Context).Plan.Delay),
            })
            .Build();
    }

    /// <summary>Recovers a call whose first attempt failed, or reports why it did.</summary>
    /// <typeparam name="T">Type of the call's result.</typeparam>
    /// <param name="firstFailure">The first attempt's error.</param>
    /// <param name="attempt">Makes one more attempt, within what is left of the deadline.</param>
    /// <param name="mayBeResent">Whether the command may run twice; asked after each failure.</param>
    /// <param name="deadline">Deadline of the whole call; no attempt begins after it.</param>
    /// <param name="cancellationToken">The caller's; ends waits and is passed to attempts.</param>
    /// <exception cref="PoolException">The last attempt's error, with the number of attempts made.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async ValueTask<T> ContinueAsync<T>(
        PoolException firstFailure,
        Func<RecoveryAttempt, CancellationToken, ValueTask<T>> attempt,
        Func<bool> mayBeResent,
        Deadline deadline,
        CancellationToken cancellationToken)
    {
        var run = new RecoveryRun(_orchestrator, mayBeResent, deadline);
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, cancellationToken);
        context.Properties.Set(Run, run);
        try
        {
            // Polly waits only between executions of its own, so the first one repeats the failure that has already
            // been.
            PoolException? alreadyFailed = firstFailure;
            var outcome = await _pipeline.ExecuteOutcomeAsync(
                async (current, _) =>
                {
                    var failed = alreadyFailed;
                    alreadyFailed = null;
                    return failed is not null ? Outcome.FromException<T>(failed)
                        : await TryAsync(attempt, run.NextAttempt(), current.CancellationToken);
                },
                context,
                state: 0);
            Settle(run, outcome.Exception);
            outcome.ThrowIfException();
            return outcome.Result!;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static RecoveryRun RunOf(ResilienceContext context) => context.Properties.GetValue(Run, null!);

    private static async ValueTask<Outcome<T>> TryAsync<T>(
        Func<RecoveryAttempt, CancellationToken, ValueTask<T>> attempt,
        RecoveryAttempt next,
        CancellationToken cancellationToken)
    {
        try
        {
            return Outcome.FromResult(await attempt(next, cancellationToken));
        }
        catch (Exception error)
        {
            return Outcome.FromException<T>(error);
        }
    }

    private void Settle(RecoveryRun run, Exception? error)
    {
        run.End(error);
        (error as PoolException)?.SetAttempts(run.Attempts);
        if (error is PoolException && run.Plan.Strategy == RecoveryStrategy.OpenCircuit)
        {
            _breaker?.Open();
        }
    }
}
