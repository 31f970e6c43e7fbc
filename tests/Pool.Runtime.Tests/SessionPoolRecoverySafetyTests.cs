using System.Collections.Concurrent;
using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;
using Pool.Runtime.Tests.Workers;

namespace Pool.Runtime.Tests;

/// <summary>Safety beats the matrix: what the worst matrix can bring about, for each kind of command and fate of a request.</summary>
internal sealed class SessionPoolRecoverySafetyTests
{
    private const int Retries = 2;

    [Test]
    public async Task Command_that_may_have_left_is_sent_again_only_if_it_may_run_twice(
        [Values] RecoveryStrategy strategy,
        [Values("list", "touch", "append", "act", "unheard_of")] string command,
        [Values("s", null)] string? session,
        [Values] bool hasLeft)
    {
        var heard = new ConcurrentQueue<string>();
        Exception Failure() => hasLeft ? new ObjectDisposedException("channel") : new IOException("broken pipe");
        await using var pool = await SessionPool.StartAsync(
            new PoolOptions { Size = 2, MaxKillsPerCommand = 0 }, new BreakingAdapter(Failure, heard.Enqueue), Services(strategy));

        var error = await Should.ThrowAsync<WorkerLostException>(async () => await (session is null
            ? pool.ExecuteAnonymousAsync(command)
            : pool.ExecuteAsync(session, command)));

        var mayRunTwice = command is "list" or "touch";
        var retries = strategy is RecoveryStrategy.RetryNow or RecoveryStrategy.BackOff or RecoveryStrategy.FailOver;
        heard.Count.ShouldBe(retries && (mayRunTwice || !hasLeft) ? 1 + Retries : 1);
        error.Attempts.ShouldBe(heard.Count);
    }

    [Test]
    public async Task Command_that_killed_its_worker_is_sent_again_only_if_it_may_run_twice(
        [Values] RecoveryStrategy strategy,
        [Values("list", "touch", "append", "act")] string command)
    {
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 2, MaxKillsPerCommand = 0 },
            script: worker => worker.CrashOn(command),
            services: given => Services(strategy) with { Time = given.Time });

        await Should.ThrowAsync<WorkerLostException>(async () => await scripted.Pool.ExecuteAsync("s", command));

        var mayRunTwice = command is "list" or "touch";
        var retries = strategy is RecoveryStrategy.RetryNow or RecoveryStrategy.BackOff or RecoveryStrategy.FailOver;
        scripted.Workers.Sum(worker => worker.Handled.Count).ShouldBe(retries && mayRunTwice ? 1 + Retries : 1);
    }

    // The same rule for everything; waits are none, so that strategies differ in nothing else here.
    private static SessionPoolServices Services(RecoveryStrategy strategy)
    {
        var rule = new RecoveryRule { Strategy = strategy, MaxRetries = Retries };
        var matrix = Enum.GetValues<ErrorCategory>()
            .SelectMany(category => Enum.GetValues<ErrorSeverity>().Select(severity => (category, severity)))
            .Aggregate(RecoveryMatrix.Default, (matrix, cell) => matrix.With(cell.category, cell.severity, rule));
        return new SessionPoolServices
        {
            Seed = 1,
            ErrorOrchestrator = new ErrorOrchestrator(new ErrorOrchestratorOptions { Matrix = matrix }, TimeProvider.System, 1),
        };
    }
}
