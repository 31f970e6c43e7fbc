using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Hosting;

namespace Pool.Runtime.Tests.Hosting;

internal sealed class HostedPoolTests
{
    [Test]
    public async Task Service_that_was_given_the_pool_when_it_was_made_may_call_it_from_its_start_to_its_stop()
    {
        using var host = Host(services => services
            .AddHostedService<Caller>()
            .AddSessionPool("one", Adapter));

        await host.StartAsync();
        await host.StopAsync();

        var caller = host.Services.GetServices<IHostedService>().OfType<Caller>().Single();
        caller.Answers.ShouldBe(["at start", "at stop"]);
        host.Services.GetRequiredService<SessionPool>().GetStats().ShouldSatisfyAllConditions(
            stats => stats.State.ShouldBe(PoolState.Disposed), stats => stats.Workers.ShouldBeEmpty());
    }

    [Test]
    public async Task Host_does_not_come_up_without_the_pools_workers()
    {
        using var host = Host(services => services.AddSessionPool("one", _ => new InMemoryAdapter(_ => throw new InvalidOperationException("no model file"))));

        var error = await Should.ThrowAsync<WorkerStartException>(() => host.StartAsync());

        error.Message.ShouldContain("no model file");
        host.Services.GetRequiredService<SessionPool>().GetStats().State.ShouldBe(PoolState.Disposed);
    }

    [Test]
    public async Task Host_does_not_come_up_on_wrong_options()
    {
        using var host = Host(services => services.AddSessionPool("one", Adapter, options => options with { Size = 0 }));

        await Should.ThrowAsync<PoolOptionsException>(() => host.StartAsync());
    }

    [Test]
    public async Task Pool_in_the_background_lets_the_host_come_up_and_keeps_trying_while_calls_wait()
    {
        using var gate = new ManualResetEventSlim();
        var starts = 0;
        using var host = Host(services => services.AddSessionPool("one", new SessionPoolSetup
        {
            Adapter = _ => new InMemoryAdapter(context =>
            {
                gate.Wait();
                return Interlocked.Increment(ref starts) == 1 ? throw new InvalidOperationException("not yet") : new ScriptedWorker(context);
            }),
            Configure = options => options with { Size = 1, RestartBackoff = TimeSpan.FromMilliseconds(1) },
            ConfigureHosting = hosting => hosting with { Start = HostedStart.InBackground },
        }));

        // The adapter of a worker in the process starts it on the thread that starts the pool, up to its first wait.
        var up = Task.Run(() => host.StartAsync());
        gate.Set();
        await up;
        var pool = host.Services.GetRequiredService<SessionPool>();
        await pool.WaitUntilReadyAsync(1, TimeSpan.FromSeconds(30));

        (await pool.ExecuteAnonymousAsync("who")).Value.GetString().ShouldBe("one-w2");
        pool.GetStats().Counters.StartFailures.ShouldBe(1);
        await host.StopAsync();
    }

    [Test]
    public async Task Calls_that_are_under_way_end_before_the_host_has_stopped()
    {
        var (host, pool, worker) = await StartOneAsync(TimeSpan.FromSeconds(30));
        var held = pool.ExecuteAnonymousAsync("hold").AsTask();
        await worker.Holding.Task;
        var events = pool.ObserveAsync();

        var stopped = host.StopAsync();
        await events.FirstAsync(happened => happened is PoolEvent.PoolMoved { State: PoolState.Draining });
        stopped.IsCompleted.ShouldBeFalse();
        worker.Release.SetResult();
        await stopped;

        (await held).Value.GetString().ShouldBe("released");
        pool.GetStats().State.ShouldBe(PoolState.Disposed);
        host.Dispose();
    }

    [Test]
    public async Task Calls_that_do_not_end_within_the_grace_are_cut_off()
    {
        var (host, pool, worker) = await StartOneAsync(TimeSpan.Zero);
        var held = pool.ExecuteAnonymousAsync("hold").AsTask();
        await worker.Holding.Task;

        await host.StopAsync();

        await Should.ThrowAsync<PoolDrainingException>(held);
        pool.GetStats().Workers.ShouldBeEmpty();
        host.Dispose();
    }

    [Test]
    public async Task Shutdown_timeout_of_the_host_cuts_calls_off_as_well()
    {
        var (host, pool, worker) = await StartOneAsync(TimeSpan.FromHours(1));
        var held = pool.ExecuteAnonymousAsync("hold").AsTask();
        await worker.Holding.Task;
        using var over = new CancellationTokenSource();
        var events = pool.ObserveAsync();

        var stopped = host.Services.GetServices<IHostedService>().OfType<IHostedLifecycleService>().Single().StoppedAsync(over.Token);
        await events.FirstAsync(happened => happened is PoolEvent.PoolMoved { State: PoolState.Draining });
        await over.CancelAsync();
        await stopped;

        await Should.ThrowAsync<PoolDisposedException>(held);
        pool.GetStats().Workers.ShouldBeEmpty();
        host.Dispose();
    }

    [Test]
    public async Task Host_that_knows_no_time_before_its_start_starts_the_pool_all_the_same()
    {
        await using var services = new ServiceCollection().AddSessionPool("one", Adapter).BuildServiceProvider();

        foreach (var service in services.GetServices<IHostedService>())
            await service.StartAsync(default);

        services.GetRequiredService<SessionPool>().GetStats().State.ShouldBe(PoolState.Running);
    }

    [Test]
    public async Task Start_that_was_cancelled_leaves_no_worker()
    {
        using var cancelled = new CancellationTokenSource();
        using var host = Host(services => services.AddSessionPool("one", Adapter));
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => host.StartAsync(cancelled.Token));

        host.Services.GetRequiredService<SessionPool>().GetStats().Workers.ShouldBeEmpty();
    }

    private static IHost Host(Action<IServiceCollection> configure)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(settings: null);
        configure(builder.Services);
        return builder.Build();
    }

    private static async Task<(IHost Host, SessionPool Pool, ScriptedWorker Worker)> StartOneAsync(TimeSpan grace)
    {
        ScriptedWorker? worker = null;
        var host = Host(services => services.AddSessionPool("one", new SessionPoolSetup
        {
            Adapter = _ => new InMemoryAdapter(context => worker = new ScriptedWorker(context)),
            Configure = options => options with { Size = 1 },
            ConfigureHosting = hosting => hosting with { DrainGrace = grace },
        }));
        await host.StartAsync();
        return (host, host.Services.GetRequiredService<SessionPool>(), worker!);
    }

    private static InMemoryAdapter Adapter(IServiceProvider services) => new InMemoryAdapter(context => new ScriptedWorker(context));

    // Registered before the pool, so that the order of registration would not help it.
    private sealed class Caller(SessionPool pool) : IHostedService
    {
        public List<string> Answers { get; } = [];

        public async Task StartAsync(CancellationToken cancellationToken) => await CallAsync("at start", cancellationToken);

        public async Task StopAsync(CancellationToken cancellationToken) => await CallAsync("at stop", cancellationToken);

        private async Task CallAsync(string text, CancellationToken cancellationToken) =>
            Answers.Add((await pool.ExecuteAsync("s", "echo", text, cancellationToken: cancellationToken)).Value.GetString()!);
    }
}
