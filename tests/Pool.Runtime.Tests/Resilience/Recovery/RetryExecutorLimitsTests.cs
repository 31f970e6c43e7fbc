using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;
using Pool.Runtime.Resilience.Recovery;

namespace Pool.Runtime.Tests.Resilience.Recovery;

internal sealed class RetryExecutorLimitsTests
{
    private const int Seed = 42;

    [Test]
    public async Task Wait_that_would_pass_the_deadline_is_not_begun()
    {
        var chance = new Random(Seed);
        var firstWait = BackoffDelays.Delay(Backoff.Exponential, 1, chance.NextDouble());
        var secondWait = BackoffDelays.Delay(Backoff.Exponential, 2, chance.NextDouble());
        var world = new RecoveryWorld(Seed) { Budget = firstWait + secondWait };

        var recovery = world.Recover(Lost("w1"), _ => throw Lost("w1"));
        world.Clock.Advance(firstWait);

        // Thrown at once: the caller is not kept waiting for a deadline that no attempt can meet.
        recovery.IsCompleted.ShouldBeTrue();
        (await Should.ThrowAsync<WorkerLostException>(recovery)).Attempts.ShouldBe(2);
    }

    [Test]
    public async Task Critical_failure_opens_the_circuit()
    {
        var world = new RecoveryWorld(Seed);
        var failed = new PoolFailedException(new PoolErrorContext("p"), 4, TimeSpan.FromSeconds(5), lastFailure: null);

        await Should.ThrowAsync<PoolFailedException>(world.Recover(failed, _ => "never"));

        world.Breaker.State.ShouldBe(CircuitState.Open);
    }

    [Test]
    public async Task Failure_that_is_given_up_leaves_the_circuit_and_the_counts_of_recoveries_alone()
    {
        var world = new RecoveryWorld(Seed) { MayBeResent = false };

        await Should.ThrowAsync<WorkerLostException>(world.Recover(Lost("w1"), _ => "never"));

        world.Breaker.State.ShouldBe(CircuitState.Closed);
        var stats = world.Orchestrator.GetStats();
        (stats.Abandoned, stats.Started, stats.Active, stats.Failed).ShouldBe((1, 0, 0, 0));
    }

    [Test]
    public async Task Recoveries_beyond_the_cap_report_their_failure_at_once()
    {
        var world = new RecoveryWorld(Seed, new ErrorOrchestratorOptions { MaxConcurrentRecoveries = 2 });
        var running = new[] { world.Recover(Lost("w1"), _ => "a"), world.Recover(Lost("w2"), _ => "b") };

        await Should.ThrowAsync<WorkerLostException>(world.Recover(Lost("w3"), _ => "never"));

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        (await Task.WhenAll(running)).ShouldBe(["a", "b"]);
        var stats = world.Orchestrator.GetStats();
        (stats.CapacityRejected, stats.Abandoned, stats.Succeeded).ShouldBe((1, 1, 2));
    }

    [Test]
    public async Task Spent_budget_ends_a_recovery_midway()
    {
        var world = new RecoveryWorld(Seed, new ErrorOrchestratorOptions { MinimumRetries = 1 });

        var recovery = world.Recover(Lost("w1"), _ => throw Lost("w1"));
        world.Clock.Advance(TimeSpan.FromSeconds(1));

        (await Should.ThrowAsync<WorkerLostException>(recovery)).Attempts.ShouldBe(2);
        world.Orchestrator.GetStats().BudgetRejected.ShouldBe(1);
        world.Orchestrator.GetStats().Failed.ShouldBe(1);
    }

    private static WorkerLostException Lost(string workerId) =>
        new(new PoolErrorContext("p") { WorkerId = workerId }, RequestFate.Sent, "its pipe closed");
}
