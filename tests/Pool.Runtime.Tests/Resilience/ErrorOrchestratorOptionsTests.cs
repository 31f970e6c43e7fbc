using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests.Resilience;

internal sealed class ErrorOrchestratorOptionsTests
{
    [Test]
    public void Every_wrong_option_is_reported_at_once()
    {
        var options = new ErrorOrchestratorOptions
        {
            Matrix = null!,
            MaxConcurrentRecoveries = 0,
            RetryShare = 1.1,
            MinimumRetries = -1,
            BudgetWindow = TimeSpan.Zero,
        };

        Should.Throw<PoolOptionsException>(() => new ErrorOrchestrator(options, new FakeTimeProvider(), 1)).InvalidOptions.Select(option => option.Name).ShouldBe(
            typeof(ErrorOrchestratorOptions).GetProperties().Select(property => property.Name), ignoreOrder: true);
    }

    [Test]
    public void Ends_of_every_range_are_allowed([ValueSource(nameof(AtTheEnds))] ErrorOrchestratorOptions options) =>
        Should.NotThrow(options.Validated);

    [Test]
    public void Nothing_beyond_the_ends_is_allowed([ValueSource(nameof(BeyondTheEnds))] ErrorOrchestratorOptions options) =>
        Should.Throw<PoolOptionsException>(options.Validated).InvalidOptions.ShouldHaveSingleItem();

    private static IEnumerable<ErrorOrchestratorOptions> AtTheEnds() =>
    [
        new() { MaxConcurrentRecoveries = 1 },
        new() { RetryShare = 0 },
        new() { RetryShare = 1 },
        new() { MinimumRetries = 0 },
        new() { BudgetWindow = TimeSpan.FromMilliseconds(10) },
        new() { BudgetWindow = TimeSpan.FromDays(1) },
    ];

    private static IEnumerable<ErrorOrchestratorOptions> BeyondTheEnds() =>
    [
        new() { MaxConcurrentRecoveries = 0 },
        new() { RetryShare = -double.Epsilon },
        new() { RetryShare = Math.BitIncrement(1.0) },
        new() { MinimumRetries = -1 },
        new() { BudgetWindow = TimeSpan.FromMilliseconds(10) - TimeSpan.FromTicks(1) },
        new() { BudgetWindow = TimeSpan.FromDays(1) + TimeSpan.FromTicks(1) },
    ];
}
