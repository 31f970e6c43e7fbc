using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;
using Pool.Runtime.Resilience.Recovery;
using Pool.Runtime.Tests.Errors;

namespace Pool.Runtime.Tests.Resilience.Recovery;

internal sealed class RetryExecutorTests
{
    private const int Seed = 42;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Test]
    public async Task Attempts_follow_after_exactly_the_waits_of_the_seed()
    {
        var world = new RecoveryWorld(Seed);
        var chance = new Random(Seed);
        var recovery = world.Recover(Lost("w1"), _ => throw Lost("w1"));

        for (var retry = 1; retry <= 3; retry++)
        {
            var wait = BackoffDelays.Delay(Backoff.Exponential, retry, chance.NextDouble());
            world.Clock.Advance(wait - Moment);
            world.Attempts.Count.ShouldBe(retry - 1, "one millisecond early");
            world.Clock.Advance(Moment);
            world.Attempts.Count.ShouldBe(retry);
        }

        // The fourth failure counts as critical, and a critical one is not retried that late.
        (await Should.ThrowAsync<WorkerLostException>(recovery)).Attempts.ShouldBe(4);
    }

    [Test]
    public async Task Success_ends_the_recovery()
    {
        var world = new RecoveryWorld(Seed);

        var recovery = world.Recover(Lost("w1"), attempt => attempt.Number == 3 ? "done" : throw Lost("w1"));
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        world.Clock.Advance(TimeSpan.FromSeconds(1));

        (await recovery).ShouldBe("done");
        world.Attempts.Select(attempt => attempt.Number).ShouldBe([2, 3]);
        var stats = world.Orchestrator.GetStats();
        (stats.Started, stats.Succeeded, stats.Active).ShouldBe((1, 1, 0));
    }

    [Test]
    public async Task Failover_names_the_worker_to_avoid_and_does_not_wait()
    {
        var world = new RecoveryWorld(Seed);
        var first = new StubPoolException(ErrorCategory.Worker, ErrorSeverity.Major, workerId: "w1");

        (await world.Recover(first, _ => "done")).ShouldBe("done");

        world.Attempts.ShouldBe([new RecoveryAttempt(2, RecoveryStrategy.FailOver, first)]);
        world.Attempts[0].AvoidWorkerId.ShouldBe("w1");
    }

    [Test]
    public async Task Other_strategies_may_use_the_same_worker()
    {
        var world = new RecoveryWorld(Seed);

        await world.Recover(
            new ProtocolViolationException(new PoolErrorContext("p") { WorkerId = "w1" }, "x"), _ => "done");

        world.Attempts.Single().Strategy.ShouldBe(RecoveryStrategy.RetryNow);
        world.Attempts.Single().AvoidWorkerId.ShouldBeNull();
    }

    [Test]
    public async Task Abandoned_failure_is_thrown_as_it_was_without_another_attempt()
    {
        var world = new RecoveryWorld(Seed);
        var first = Caught(new RemoteCommandException(new PoolErrorContext("p"), "E", "m", null, retryable: false));

        var thrown = await Should.ThrowAsync<RemoteCommandException>(world.Recover(first, _ => "never"));

        thrown.ShouldBeSameAs(first);
        thrown.Attempts.ShouldBe(1);
        thrown.StackTrace.ShouldNotBeNull().ShouldContain(nameof(Caught));
        world.Attempts.ShouldBeEmpty();
        world.Orchestrator.GetStats().Abandoned.ShouldBe(1);
        world.Orchestrator.GetStats().Started.ShouldBe(0);
    }

    [Test]
    public async Task Last_failure_is_thrown_with_its_own_type_and_stack()
    {
        var world = new RecoveryWorld(Seed);
        var second = Caught(new SessionLostException(new PoolErrorContext("p"), "gone"));

        var recovery = world.Recover(Lost("w1"), _ => throw second);
        world.Clock.Advance(TimeSpan.FromSeconds(1));

        var thrown = await Should.ThrowAsync<SessionLostException>(recovery);
        thrown.ShouldBeSameAs(second);
        thrown.Attempts.ShouldBe(2);
        thrown.StackTrace.ShouldNotBeNull().ShouldContain("RecoveryWorld");
        world.Orchestrator.GetStats().Failed.ShouldBe(1);
    }

    [Test]
    public async Task Mutation_that_left_is_not_repeated()
    {
        var world = new RecoveryWorld(Seed) { MayBeResent = false };

        await Should.ThrowAsync<WorkerLostException>(world.Recover(Lost("w1"), _ => "never"));

        world.Attempts.ShouldBeEmpty();
    }

    [Test]
    public async Task Mutation_is_repeated_only_until_it_leaves()
    {
        var world = new RecoveryWorld(Seed) { MayBeResent = false };

        var recovery = world.Recover(Lost("w1", RequestFate.NotSent), _ => throw Lost("w1", RequestFate.Sent));
        world.Clock.Advance(TimeSpan.FromSeconds(1));

        (await Should.ThrowAsync<WorkerLostException>(recovery)).RequestFate.ShouldBe(RequestFate.Sent);
        world.Attempts.Count.ShouldBe(1);
    }

    [Test]
    public async Task Cancel_ends_a_wait_as_a_cancellation()
    {
        var world = new RecoveryWorld(Seed);
        var recovery = world.Recover(Lost("w1"), _ => "never");

        await world.Cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(recovery);
        world.Attempts.ShouldBeEmpty();
        var stats = world.Orchestrator.GetStats();
        (stats.Cancelled, stats.Active).ShouldBe((1, 0));
    }

    [Test]
    public async Task Caller_who_has_gone_gets_a_cancellation_instead_of_a_recovery()
    {
        var world = new RecoveryWorld(Seed);
        await world.Cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(world.Recover(Lost("w1"), _ => "never"));

        world.Attempts.ShouldBeEmpty();
        world.Orchestrator.GetStats().Started.ShouldBe(0);
    }

    [Test]
    public async Task Caller_who_goes_during_an_attempt_gets_a_cancellation_instead_of_its_failure([Values] bool waits)
    {
        var rule = RecoveryRule.BackOff(5, waits ? Backoff.Linear : Backoff.None);
        var matrix = RecoveryMatrix.Default.With(ErrorCategory.Connection, ErrorSeverity.Major, rule);
        var world = new RecoveryWorld(Seed, new ErrorOrchestratorOptions { Matrix = matrix });

        var recovery = world.Recover(Lost("w1"), _ =>
        {
            world.Cancellation.Cancel();
            throw Lost("w1");
        });
        world.Clock.Advance(TimeSpan.FromSeconds(1));

        await Should.ThrowAsync<OperationCanceledException>(recovery);
        world.Attempts.Count.ShouldBe(1);
        var stats = world.Orchestrator.GetStats();
        (stats.Cancelled, stats.Active).ShouldBe((1, 0));
    }

    [Test]
    public async Task Error_that_is_not_the_pools_is_thrown_and_never_retried()
    {
        var world = new RecoveryWorld(Seed);

        var recovery = world.Recover(Lost("w1"), _ => throw new FormatException("a bug"));
        world.Clock.Advance(TimeSpan.FromSeconds(1));

        await Should.ThrowAsync<FormatException>(recovery);
        world.Attempts.Count.ShouldBe(1);
        var stats = world.Orchestrator.GetStats();
        (stats.Failed, stats.Active).ShouldBe((1, 0));
    }

    [Test]
    public async Task Attempt_runs_in_the_callers_synchronization_context()
    {
        var world = new RecoveryWorld(Seed);
        var context = new CountingContext();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        Task<string> recovery;
        try
        {
            recovery = world.Recover(Lost("w1"), _ => "done");
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        world.Clock.Advance(TimeSpan.FromSeconds(1));

        (await recovery).ShouldBe("done");
        context.Posts.ShouldBeGreaterThan(0);
    }

    private static WorkerLostException Lost(string workerId, RequestFate fate = RequestFate.Sent) =>
        new(new PoolErrorContext("p") { WorkerId = workerId }, fate, "its pipe closed");

    private static T Caught<T>(T error)
        where T : Exception
    {
        try
        {
            throw error;
        }
        catch (T caught)
        {
            return caught;
        }
    }
}
