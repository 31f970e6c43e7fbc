using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests.Resilience;

internal sealed class RecoveryRuleTests
{
    [Test]
    public void Ends_of_every_range_are_allowed([ValueSource(nameof(AtTheEnds))] RecoveryRule rule) => Should.NotThrow(rule.Validated);

    [Test]
    public void Nothing_beyond_the_ends_is_allowed([ValueSource(nameof(BeyondTheEnds))] RecoveryRule rule) =>
        Should.Throw<PoolOptionsException>(rule.Validated).InvalidOptions.ShouldHaveSingleItem();

    private static RecoveryRule Waiting(TimeSpan baseDelay, TimeSpan maxDelay) =>
        RecoveryRule.BackOff(1, new Backoff { BaseDelay = baseDelay, MaxDelay = maxDelay });

    private static IEnumerable<RecoveryRule> AtTheEnds() =>
    [
        RecoveryRule.FailOver(0),
        RecoveryRule.FailOver(100),
        Waiting(TimeSpan.Zero, TimeSpan.Zero),
        Waiting(TimeSpan.FromHours(1), TimeSpan.FromHours(1)),
    ];

    private static IEnumerable<RecoveryRule> BeyondTheEnds() =>
    [
        new() { Strategy = (RecoveryStrategy)99 },
        RecoveryRule.FailOver(-1),
        RecoveryRule.FailOver(101),
        RecoveryRule.BackOff(1, new Backoff { Shape = (BackoffShape)99 }),
        RecoveryRule.BackOff(1, new Backoff { Jitter = (BackoffJitter)99 }),
        Waiting(TimeSpan.FromTicks(-1), TimeSpan.Zero),
        Waiting(TimeSpan.FromTicks(1), TimeSpan.Zero),
        Waiting(TimeSpan.Zero, TimeSpan.FromHours(1) + TimeSpan.FromTicks(1)),
    ];
}
