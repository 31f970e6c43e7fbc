using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests.Resilience;

internal sealed class RecoveryMatrixTests
{
    [Test]
    public void Default_has_a_valid_rule_for_everything(
        [Values] ErrorCategory category, [Values] ErrorSeverity severity) =>
        Should.NotThrow(() => RecoveryMatrix.Default[category, severity].Validated());

    [TestCase(ErrorCategory.Initialization, ErrorSeverity.Critical, RecoveryStrategy.OpenCircuit, 0)]
    [TestCase(ErrorCategory.Connection, ErrorSeverity.Major, RecoveryStrategy.BackOff, 5)]
    [TestCase(ErrorCategory.Communication, ErrorSeverity.Major, RecoveryStrategy.RetryNow, 3)]
    [TestCase(ErrorCategory.Timeout, ErrorSeverity.Major, RecoveryStrategy.BackOff, 2)]
    [TestCase(ErrorCategory.Resource, ErrorSeverity.Critical, RecoveryStrategy.OpenCircuit, 0)]
    [TestCase(ErrorCategory.HealthCheck, ErrorSeverity.Minor, RecoveryStrategy.BackOff, 3)]
    [TestCase(ErrorCategory.Session, ErrorSeverity.Minor, RecoveryStrategy.RetryNow, 2)]
    [TestCase(ErrorCategory.Worker, ErrorSeverity.Major, RecoveryStrategy.FailOver, 1)]
    [TestCase(ErrorCategory.System, ErrorSeverity.Critical, RecoveryStrategy.Abandon, 0)]
    public void Default_follows_the_reference(
        ErrorCategory category, ErrorSeverity severity, RecoveryStrategy strategy, int maxRetries)
    {
        var rule = RecoveryMatrix.Default[category, severity];

        rule.Strategy.ShouldBe(strategy);
        rule.MaxRetries.ShouldBe(maxRetries);
    }

    [Test]
    public void Calls_turned_away_by_a_full_pool_are_not_sent_again(
        [Values(ErrorSeverity.Warning, ErrorSeverity.Minor)] ErrorSeverity severity) =>
        RecoveryMatrix.Default[ErrorCategory.Resource, severity].ShouldBe(RecoveryRule.Abandon);

    [Test]
    public void Nothing_recovers_a_system_error([Values] ErrorSeverity severity) =>
        RecoveryMatrix.Default[ErrorCategory.System, severity].ShouldBe(RecoveryRule.Abandon);

    [Test]
    public void Replacing_one_rule_leaves_the_others_and_the_original_alone()
    {
        var rule = RecoveryRule.RetryNow(7, Backoff.None);

        var changed = RecoveryMatrix.Default.With(ErrorCategory.Timeout, ErrorSeverity.Major, rule);

        changed[ErrorCategory.Timeout, ErrorSeverity.Major].ShouldBe(rule);
        changed[ErrorCategory.Timeout, ErrorSeverity.Minor]
            .ShouldBe(RecoveryMatrix.Default[ErrorCategory.Timeout, ErrorSeverity.Minor]);
        RecoveryMatrix.Default[ErrorCategory.Timeout, ErrorSeverity.Major].ShouldNotBe(rule);
    }

    [Test]
    public void Invalid_rule_is_refused_with_everything_wrong_about_it()
    {
        var backoff = new Backoff
        {
            Jitter = (BackoffJitter)9,
            BaseDelay = TimeSpan.FromSeconds(-1),
            MaxDelay = TimeSpan.MaxValue,
        };

        Should.Throw<PoolOptionsException>(() => RecoveryMatrix.Default.With(
                ErrorCategory.Worker, ErrorSeverity.Minor, RecoveryRule.BackOff(101, backoff)))
            .InvalidOptions.Select(option => option.Name).ShouldBe(["MaxRetries", "Jitter", "BaseDelay", "MaxDelay"]);
    }

    [Test]
    public void Undefined_category_is_refused() => Should.Throw<ArgumentOutOfRangeException>(
        () => RecoveryMatrix.Default.With((ErrorCategory)99, ErrorSeverity.Minor, RecoveryRule.Abandon));

    [Test]
    public void Rule_that_is_left_out_is_named() => Should.Throw<ArgumentNullException>(
        () => RecoveryMatrix.Default.With(ErrorCategory.Worker, ErrorSeverity.Minor, null!)).ParamName.ShouldBe("rule");
}
