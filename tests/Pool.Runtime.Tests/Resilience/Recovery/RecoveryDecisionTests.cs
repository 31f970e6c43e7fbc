using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;
using Pool.Runtime.Resilience.Recovery;
using Pool.Runtime.Tests.Errors;

namespace Pool.Runtime.Tests.Resilience.Recovery;

internal sealed class RecoveryDecisionTests
{
    private static readonly RecoveryContext First = new()
    {
        MayBeResent = true,
        Attempt = 1,
        Remaining = Timeout.InfiniteTimeSpan,
    };

    [Test]
    public void Effect_or_mutation_is_never_sent_again_once_it_may_have_left(
        [Values] ErrorCategory category,
        [Values] ErrorSeverity severity,
        [Values(RequestFate.Sent, RequestFate.Unknown)] RequestFate fate,
        [Values] RecoveryStrategy strategy)
    {
        var error = new StubPoolException(category, severity, isTransient: true, fate);
        var rule = new RecoveryRule { Strategy = strategy, MaxRetries = 100 };

        for (var attempt = 1; attempt <= 6; attempt++)
        {
            var context = First with { MayBeResent = false, Attempt = attempt };

            RecoveryDecision.For(RecoveryMatrix.Default, error, context, chance: 0).Reason
                .ShouldBe(AbandonReason.UnsafeToResend);
            RecoveryDecision.For(Everywhere(rule), error, context, chance: 0)
                .ShouldBe(RecoveryPlan.Abandon(AbandonReason.UnsafeToResend));
        }
    }

    [Test]
    public void What_never_left_may_be_sent_whatever_the_command() =>
        RecoveryDecision.For(
                RecoveryMatrix.Default,
                new StubPoolException(ErrorCategory.Connection, ErrorSeverity.Major),
                First with { MayBeResent = false },
                chance: 0)
            .IsRetry.ShouldBeTrue();

    [Test]
    public void Lasting_failure_is_never_retried([Values] ErrorCategory category, [Values] ErrorSeverity severity) =>
        RecoveryDecision.For(
                RecoveryMatrix.Default, new StubPoolException(category, severity, isTransient: false), First, chance: 0)
            .IsRetry.ShouldBeFalse();

    [TestCase(true, true, ExpectedResult = RecoveryStrategy.FailOver)]
    [TestCase(true, false, ExpectedResult = RecoveryStrategy.Abandon)]
    [TestCase(false, true, ExpectedResult = RecoveryStrategy.Abandon)]
    public RecoveryStrategy Workers_own_error_is_repeated_only_if_retryable_and_safe(
        bool retryable, bool mayBeResent) =>
        RecoveryDecision.For(
            RecoveryMatrix.Default,
            new RemoteCommandException(new PoolErrorContext("p"), "E", "m", null, retryable),
            First with { MayBeResent = mayBeResent },
            chance: 0).Strategy;

    [Test]
    public void Transient_failure_gets_what_the_matrix_says(
        [Values] ErrorCategory category, [Values] ErrorSeverity severity)
    {
        var plan = RecoveryDecision.For(
            RecoveryMatrix.Default, new StubPoolException(category, severity), First, chance: 0.5);

        plan.Strategy.ShouldBe(RecoveryMatrix.Default[category, severity].Strategy);
        (plan.Reason == AbandonReason.None).ShouldBe(plan.IsRetry);
    }

    [Test]
    public void Retries_end_with_the_rules_number([Values(0, 1, 3)] int maxRetries)
    {
        var matrix = Everywhere(RecoveryRule.RetryNow(maxRetries, Backoff.None));
        var error = new StubPoolException(ErrorCategory.Timeout, ErrorSeverity.Warning);

        var attempts = 1;
        while (RecoveryDecision.For(matrix, error, First with { Attempt = attempts }, chance: 0).IsRetry)
        {
            attempts++;
        }

        attempts.ShouldBe(maxRetries + 1);
    }

    [TestCase(ErrorSeverity.Minor, 3, ErrorSeverity.Minor)]
    [TestCase(ErrorSeverity.Warning, 4, ErrorSeverity.Minor)]
    [TestCase(ErrorSeverity.Minor, 4, ErrorSeverity.Major)]
    [TestCase(ErrorSeverity.Major, 9, ErrorSeverity.Critical)]
    [TestCase(ErrorSeverity.Critical, 9, ErrorSeverity.Critical)]
    public void Severity_rises_one_step_after_three_attempts(
        ErrorSeverity severity, int attempt, ErrorSeverity expected) =>
        RecoveryDecision.Upgraded(severity, First with { Attempt = attempt }).ShouldBe(expected);

    [TestCase(ErrorSeverity.Warning, 1, ErrorSeverity.Warning)]
    [TestCase(ErrorSeverity.Minor, 1, ErrorSeverity.Major)]
    [TestCase(ErrorSeverity.Major, 1, ErrorSeverity.Major)]
    [TestCase(ErrorSeverity.Minor, 4, ErrorSeverity.Critical)]
    public void Minor_failure_that_a_person_waits_for_is_major(ErrorSeverity severity, int attempt, ErrorSeverity expected) =>
        RecoveryDecision.Upgraded(severity, First with { Attempt = attempt, IsUserFacing = true }).ShouldBe(expected);

    [Test]
    public void Failure_of_every_worker_is_critical([Values] ErrorSeverity severity) =>
        RecoveryDecision.Upgraded(severity, First with { AffectsAllWorkers = true }).ShouldBe(ErrorSeverity.Critical);

    [Test]
    public void Severity_that_the_caller_gives_wins_over_every_rule([Values] ErrorSeverity severity, [Values] ErrorSeverity given)
    {
        var context = First with { Attempt = 9, AffectsAllWorkers = true, IsUserFacing = true, Severity = given };

        RecoveryDecision.Upgraded(severity, context).ShouldBe(given);
        RecoveryDecision.For(RecoveryMatrix.Default, new StubPoolException(ErrorCategory.Session, severity), context with { Attempt = 1 }, 0)
            .Strategy.ShouldBe(RecoveryMatrix.Default[ErrorCategory.Session, given].Strategy);
    }

    [Test]
    public void Critical_failure_is_given_up_after_two_attempts([Values] ErrorCategory category)
    {
        var matrix = Everywhere(RecoveryRule.RetryNow(100, Backoff.None));
        var error = new StubPoolException(category, ErrorSeverity.Critical);

        RecoveryDecision.For(matrix, error, First with { Attempt = 2 }, chance: 0).IsRetry.ShouldBeTrue();
        RecoveryDecision.For(matrix, error, First with { Attempt = 3 }, chance: 0)
            .Reason.ShouldBe(AbandonReason.AttemptsExhausted);
    }

    [TestCase(99, AbandonReason.DeadlineTooClose)]
    [TestCase(100, AbandonReason.DeadlineTooClose)]
    [TestCase(101, AbandonReason.None)]
    [TestCase(0, AbandonReason.DeadlineTooClose)]
    public void Wait_that_does_not_fit_the_deadline_is_not_begun(double remainingMilliseconds, AbandonReason expected)
    {
        var wait = new Backoff { BaseDelay = TimeSpan.FromMilliseconds(100), Jitter = BackoffJitter.None };
        var context = First with { Remaining = TimeSpan.FromMilliseconds(remainingMilliseconds) };

        RecoveryDecision.For(
                Everywhere(RecoveryRule.BackOff(3, wait)),
                new StubPoolException(ErrorCategory.Timeout, ErrorSeverity.Major),
                context,
                chance: 0)
            .Reason.ShouldBe(expected);
    }

    [Test]
    public void Passed_deadline_ends_even_retries_without_a_wait() =>
        RecoveryDecision.For(
                Everywhere(RecoveryRule.FailOver(3)),
                new StubPoolException(ErrorCategory.Timeout, ErrorSeverity.Major),
                First with { Remaining = TimeSpan.Zero },
                chance: 0)
            .Reason.ShouldBe(AbandonReason.DeadlineTooClose);

    [TestCase(RecoveryStrategy.RetryNow, 1, 0)]
    [TestCase(RecoveryStrategy.RetryNow, 2, 100)]
    [TestCase(RecoveryStrategy.RetryNow, 3, 200)]
    [TestCase(RecoveryStrategy.BackOff, 1, 100)]
    [TestCase(RecoveryStrategy.BackOff, 3, 300)]
    [TestCase(RecoveryStrategy.FailOver, 3, 0)]
    public void Wait_depends_on_the_strategy(RecoveryStrategy strategy, int attempt, double milliseconds)
    {
        var wait = new Backoff
        {
            Shape = BackoffShape.Linear,
            BaseDelay = TimeSpan.FromMilliseconds(100),
            Jitter = BackoffJitter.None,
        };
        var rule = new RecoveryRule { Strategy = strategy, MaxRetries = 5, Delays = wait };

        RecoveryDecision.For(
                Everywhere(rule),
                new StubPoolException(ErrorCategory.Timeout, ErrorSeverity.Minor),
                First with { Attempt = attempt },
                chance: 0.9)
            .Delay.ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Test]
    public void Retry_at_once_waits_for_nothing_whatever_the_backoff([Values] BackoffShape shape) =>
        RecoveryDecision.For(
                Everywhere(RecoveryRule.RetryNow(3, new Backoff { Shape = shape, Jitter = BackoffJitter.None })),
                new StubPoolException(ErrorCategory.Timeout, ErrorSeverity.Minor),
                First,
                chance: 0.9)
            .Delay.ShouldBe(TimeSpan.Zero);

    private static RecoveryMatrix Everywhere(RecoveryRule rule) =>
        Enum.GetValues<ErrorCategory>()
            .SelectMany(category => Enum.GetValues<ErrorSeverity>().Select(severity => (category, severity)))
            .Aggregate(RecoveryMatrix.Default, (matrix, cell) => matrix.With(cell.category, cell.severity, rule));
}
