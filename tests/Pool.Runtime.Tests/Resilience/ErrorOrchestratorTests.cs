using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;
using Pool.Runtime.Resilience.Recovery;
using Pool.Runtime.Tests.Errors;

namespace Pool.Runtime.Tests.Resilience;

internal sealed class ErrorOrchestratorTests
{
    private static readonly RecoveryContext First = new()
    {
        MayBeResent = true,
        Attempt = 1,
        Remaining = Timeout.InfiniteTimeSpan,
    };

    [Test]
    public void Same_seed_and_failures_give_the_same_waits()
    {
        var error = new StubPoolException(ErrorCategory.Connection, ErrorSeverity.Major);

        List<TimeSpan> Waits(int seed)
        {
            var orchestrator = Create(seed: seed);
            return [.. Enumerable.Range(0, 20).Select(_ => orchestrator.Decide(error, First).Delay)];
        }

        Waits(1).ShouldBe(Waits(1));
        Waits(1).ShouldNotBe(Waits(2));
    }

    [Test]
    public void Decisions_are_counted_by_strategy()
    {
        var orchestrator = Create();

        orchestrator.Decide(new StubPoolException(ErrorCategory.Connection, ErrorSeverity.Major), First);
        orchestrator.Decide(new StubPoolException(ErrorCategory.Connection, ErrorSeverity.Major), First);
        orchestrator.Decide(new StubPoolException(ErrorCategory.Resource, ErrorSeverity.Critical), First);

        orchestrator.GetStats().Decided.ShouldBe(
            new Dictionary<RecoveryStrategy, long>
            {
                [RecoveryStrategy.RetryNow] = 0,
                [RecoveryStrategy.BackOff] = 2,
                [RecoveryStrategy.FailOver] = 0,
                [RecoveryStrategy.OpenCircuit] = 1,
                [RecoveryStrategy.Abandon] = 0,
            },
            ignoreOrder: true);
    }

    [Test]
    public void No_more_recoveries_run_at_once_than_allowed()
    {
        var orchestrator = Create(new ErrorOrchestratorOptions { MaxConcurrentRecoveries = 2, MinimumRetries = 100 });
        orchestrator.TryBeginRecovery().ShouldBe(AbandonReason.None);
        orchestrator.TryBeginRecovery().ShouldBe(AbandonReason.None);

        orchestrator.TryBeginRecovery().ShouldBe(AbandonReason.RecoveryCapacityExceeded);

        orchestrator.GetStats().CapacityRejected.ShouldBe(1);
        orchestrator.GetStats().Active.ShouldBe(2);
        orchestrator.EndRecovery(RecoveryOutcome.Failed);
        orchestrator.TryBeginRecovery().ShouldBe(AbandonReason.None);
    }

    [Test]
    public void Recovery_refused_for_capacity_spends_no_budget()
    {
        var orchestrator = Create(new ErrorOrchestratorOptions { MaxConcurrentRecoveries = 1, MinimumRetries = 2 });
        orchestrator.TryBeginRecovery();
        for (var i = 0; i < 5; i++)
        {
            orchestrator.TryBeginRecovery().ShouldBe(AbandonReason.RecoveryCapacityExceeded);
        }

        orchestrator.TryContinueRecovery().ShouldBe(AbandonReason.None);
        orchestrator.TryContinueRecovery().ShouldBe(AbandonReason.BudgetExhausted);
        orchestrator.GetStats().BudgetRejected.ShouldBe(1);
    }

    [Test]
    public void Recovery_refused_for_budget_takes_no_capacity()
    {
        var orchestrator = Create(new ErrorOrchestratorOptions { MinimumRetries = 0 });

        orchestrator.TryBeginRecovery().ShouldBe(AbandonReason.BudgetExhausted);

        orchestrator.GetStats().Active.ShouldBe(0);
        orchestrator.GetStats().Started.ShouldBe(0);
    }

    [Test]
    public void Calls_earn_retries()
    {
        var orchestrator = Create(new ErrorOrchestratorOptions { MinimumRetries = 0, RetryShare = 0.5 });
        orchestrator.CountCall();
        orchestrator.CountCall();

        orchestrator.TryBeginRecovery().ShouldBe(AbandonReason.None);
        orchestrator.TryContinueRecovery().ShouldBe(AbandonReason.BudgetExhausted);
    }

    [Test]
    public void Counts_add_up_however_many_threads_recover()
    {
        var orchestrator = Create(
            new ErrorOrchestratorOptions { MaxConcurrentRecoveries = 2, MinimumRetries = 1_000_000 });
        var begun = 0;

        Parallel.For(0, 4000, index =>
        {
            if (orchestrator.TryBeginRecovery() == AbandonReason.None)
            {
                Interlocked.Increment(ref begun);
                orchestrator.GetStats().Active.ShouldBeInRange(1, 2);
                orchestrator.EndRecovery((RecoveryOutcome)(index % 3));
            }
        });

        var stats = orchestrator.GetStats();
        stats.Active.ShouldBe(0);
        stats.Started.ShouldBe(begun);
        (stats.Succeeded + stats.Failed + stats.Cancelled).ShouldBe(begun);
        stats.CapacityRejected.ShouldBe(4000 - begun);
    }

    [Test]
    public void Attempt_below_one_is_refused() => Should.Throw<ArgumentOutOfRangeException>(() => Create().Decide(
        new StubPoolException(ErrorCategory.Timeout, ErrorSeverity.Major), First with { Attempt = 0 }));

    [Test]
    public void Overridden_rule_decides_and_the_others_stay()
    {
        var orchestrator = Create(new ErrorOrchestratorOptions
        {
            Matrix = RecoveryMatrix.Default.With(
                ErrorCategory.System, ErrorSeverity.Minor, RecoveryRule.RetryNow(1, Backoff.None)),
        });

        orchestrator.Decide(new StubPoolException(ErrorCategory.System, ErrorSeverity.Minor), First)
            .Strategy.ShouldBe(RecoveryStrategy.RetryNow);
        orchestrator.Decide(new StubPoolException(ErrorCategory.System, ErrorSeverity.Major), First)
            .Strategy.ShouldBe(RecoveryStrategy.Abandon);
    }

    [Test]
    public void What_is_left_out_is_named()
    {
        Should.Throw<ArgumentNullException>(() => new ErrorOrchestrator(null!, TimeProvider.System, 1)).ParamName.ShouldBe("options");
        Should.Throw<ArgumentNullException>(() => new ErrorOrchestrator(new ErrorOrchestratorOptions(), null!, 1))
            .ParamName.ShouldBe("timeProvider");
        Should.Throw<ArgumentNullException>(() => Create().Decide(null!, First)).ParamName.ShouldBe("error");
    }

    private static ErrorOrchestrator Create(ErrorOrchestratorOptions? options = null, int seed = 1) =>
        new(options ?? new ErrorOrchestratorOptions(), new FakeTimeProvider(), seed);
}
