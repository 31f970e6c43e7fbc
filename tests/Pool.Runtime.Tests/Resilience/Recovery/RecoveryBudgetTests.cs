using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Resilience;
using Pool.Runtime.Resilience.Recovery;

namespace Pool.Runtime.Tests.Resilience.Recovery;

internal sealed class RecoveryBudgetTests
{
    private static readonly ErrorOrchestratorOptions Options = new();

    [Test]
    public void Quiet_pool_has_the_minimum_to_spend() =>
        Spend(new RecoveryBudget(Options, new FakeTimeProvider())).ShouldBe(10);

    [TestCase(4, 10)]
    [TestCase(5, 11)]
    [TestCase(100, 30)]
    public void Calls_earn_their_share_on_top(int calls, int expected)
    {
        var budget = new RecoveryBudget(Options, new FakeTimeProvider());

        Count(budget, calls);

        Spend(budget).ShouldBe(expected);
    }

    [Test]
    public void What_was_earned_and_spent_is_forgotten_after_the_window()
    {
        var clock = new FakeTimeProvider();
        var budget = new RecoveryBudget(Options, clock);
        Count(budget, 100);
        Spend(budget);

        clock.Advance(Options.BudgetWindow);

        Spend(budget).ShouldBe(10);
    }

    [Test]
    public void Nothing_to_spend_when_retries_are_turned_off() =>
        Spend(new RecoveryBudget(Options with { RetryShare = 0, MinimumRetries = 0 }, new FakeTimeProvider()))
            .ShouldBe(0);

    [Test]
    public void Pool_that_fails_every_call_is_never_sent_more_than_a_fifth_on_top()
    {
        var clock = new FakeTimeProvider();
        var budget = new RecoveryBudget(Options, clock);
        var retries = 0;

        // 100 s at 200 calls per second, each of which would retry three times.
        for (var call = 0; call < 20_000; call++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(5));
            budget.CountCall();
            retries += Enumerable.Range(0, 3).Count(_ => budget.TrySpend());
        }

        // Ten windows, each with its minimum of ten; a window's edge may let one more minimum through.
        retries.ShouldBeInRange(4_000, 4_000 + (11 * 10));
    }

    private static void Count(RecoveryBudget budget, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            budget.CountCall();
        }
    }

    private static int Spend(RecoveryBudget budget)
    {
        var spent = 0;
        while (budget.TrySpend())
        {
            spent++;
        }

        return spent;
    }
}
