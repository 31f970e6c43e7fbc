using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Tests.Hosting;

internal sealed class PoolHealthCheckTests
{
    [Test]
    public async Task Pool_with_all_its_workers_is_healthy_and_says_what_it_has()
    {
        await using var services = Services(options => options);
        await services.StartSessionPoolsAsync();

        var entry = await CheckAsync(services);

        entry.Status.ShouldBe(HealthStatus.Healthy);
        entry.Description.ShouldBe("Pool 'one': 2 workers are ready.");
        entry.Data["state"].ShouldBe("Running");
        entry.Data["size"].ShouldBe(2);
        entry.Data["ready"].ShouldBe(2);
        entry.Data["circuit"].ShouldBe("Closed");
    }

    [Test]
    public async Task Pool_that_was_not_started_is_unhealthy()
    {
        await using var services = Services(options => options);

        (await CheckAsync(services)).Status.ShouldBe(HealthStatus.Unhealthy);
    }

    [Test]
    public async Task Pool_that_has_failed_is_unhealthy_or_what_was_chosen_for_it()
    {
        await using var services = Services(options => options with { Size = 1, MaxRestarts = 1 }, HealthStatus.Degraded, worker => worker.CrashOn("act"));
        await services.StartSessionPoolsAsync();
        var pool = services.GetRequiredService<SessionPool>();
        for (var i = 0; i < 2; i++)
            await Should.ThrowAsync<WorkerLostException>(async () => await pool.ExecuteAnonymousAsync("act"));

        var entry = await CheckAsync(services);

        entry.Status.ShouldBe(HealthStatus.Degraded);
        entry.Description.ShouldBe("Pool 'one': The pool is Failed and takes no calls.");
    }

    [Test]
    public async Task Pool_that_lacks_a_worker_is_degraded()
    {
        var made = 0;
        await using var services = Services(
            options => options with { RestartBackoff = TimeSpan.FromHours(1), MaxRestartBackoff = TimeSpan.FromHours(1) },
            script: worker =>
            {
                if (Interlocked.Increment(ref made) > 2)
                    throw new InvalidOperationException("no more");
                worker.CrashOn("act");
            });
        await services.StartSessionPoolsAsync();
        var pool = services.GetRequiredService<SessionPool>();
        var events = pool.ObserveAsync();
        await Should.ThrowAsync<WorkerLostException>(async () => await pool.ExecuteAnonymousAsync("act"));
        await foreach (var happened in events)
        {
            if (happened is PoolEvent.WorkerMoved { Reason: Runtime.Workers.TransitionReason.StartFailed })
                break;
        }

        var entry = await CheckAsync(services);

        entry.Status.ShouldBe(HealthStatus.Degraded);
        entry.Description.ShouldBe("Pool 'one': 1 of 2 workers are ready.");
    }

    [Test]
    public async Task Lazy_pool_lacks_no_worker_that_nobody_needed()
    {
        await using var services = Services(options => options with { LazyStart = true });
        await services.StartSessionPoolsAsync();

        (await CheckAsync(services)).Status.ShouldBe(HealthStatus.Healthy);
    }

    [Test]
    public async Task Pool_whose_circuit_is_open_is_degraded()
    {
        await using var services = Services(options => options);
        await services.StartSessionPoolsAsync();
        services.GetRequiredKeyedService<CircuitBreaker>("one").Open();

        var entry = await CheckAsync(services);

        entry.Status.ShouldBe(HealthStatus.Degraded);
        entry.Description.ShouldBe("Pool 'one': The circuit breaker is Open.");
    }

    private static ServiceProvider Services(
        Func<PoolOptions, PoolOptions> configure, HealthStatus? failureStatus = null, Action<ScriptedWorker>? script = null)
    {
        var services = new ServiceCollection().AddLogging().AddSessionPool(
            "one",
            _ => new InMemoryAdapter(context =>
            {
                var worker = new ScriptedWorker(context);
                script?.Invoke(worker);
                return worker;
            }),
            configure);
        services.AddHealthChecks().AddSessionPool("one", failureStatus: failureStatus);
        return services.BuildServiceProvider();
    }

    private static async Task<HealthReportEntry> CheckAsync(ServiceProvider services) =>
        (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["session_pool_one"];
}
