using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests;

/// <summary>What a second attempt is allowed by.</summary>
internal sealed class SessionPoolRetryTests
{
    [Test]
    public async Task Each_call_earns_its_share_of_a_retry()
    {
        var orchestrator = new ErrorOrchestrator(
            new ErrorOrchestratorOptions { MinimumRetries = 0, RetryShare = 1 }, TimeProvider.System, seed: 1);
        var made = 0;
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 1 },
            script: worker =>
            {
                if (Interlocked.Increment(ref made) == 1)
                    worker.CrashOn("touch");
            },
            services: given => given with { ErrorOrchestrator = orchestrator });

        (await scripted.Pool.ExecuteAnonymousAsync("touch")).Attempts.ShouldBe(2);
    }
}
