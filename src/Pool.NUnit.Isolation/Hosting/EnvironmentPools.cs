using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pool.NUnit.Isolation.Observability;
using Pool.Runtime;
using Pool.Runtime.Adapters;
using Pool.Runtime.Resilience;

namespace Pool.NUnit.Isolation.Hosting;

/// <summary>The pools of one test. The first is started when it is first asked for.</summary>
internal sealed class EnvironmentPools
{
    private readonly Lock _lock = new();
    private readonly List<SessionPool> _started = [];
    private readonly HashSet<int> _processIds = [];
    private readonly TestEnvironment _environment;
    private readonly IServiceProvider _services;
    private Task<SessionPool>? _primary;
    private int _further;

    public EnvironmentPools(TestEnvironment environment, IServiceProvider services)
    {
        _environment = environment;
        _services = services;
    }

    /// <summary>What the workers call themselves; null when none started.</summary>
    public string? WorkerKind { get; private set; }

    /// <summary>Every process that the pools were seen to run, as far as <see cref="Survey"/> saw them.</summary>
    public IReadOnlyCollection<int> ProcessIds => _processIds;

    /// <summary>The first pool. Asks the container for its parts on the calling thread, which may be the container's own.</summary>
    public Func<Task<SessionPool>> Primary()
    {
        lock (_lock)
        {
            if (_primary is { } started)
            {
                return () => started;
            }
        }

        // Outside the lock and not in the task, since the container locks a scope while it resolves: on behalf of a service that
        // takes the pool the caller may hold that lock already, and would wait for a thread that waits for it.
        PoolOptions options = _services.GetRequiredService<PoolOptions>();
        _environment.Settings?.Observe(options);
        SessionPoolServices services = Services(
            "pool", _services.GetRequiredService<CircuitBreaker>(), _services.GetRequiredService<ErrorOrchestrator>());
        WorkerAdapter adapter = _services.GetRequiredService<WorkerAdapter>();
        PoolRegistry registry = _services.GetRequiredService<PoolRegistry>();
        return () =>
        {
            lock (_lock)
            {
                return _primary ??= StartAsync(options, adapter, registry, services, _environment.CancellationToken);
            }
        };
    }

    public Task<SessionPool> StartFurtherAsync(PoolOptions? options, CancellationToken cancellationToken)
    {
        int number = Interlocked.Increment(ref _further) + 1;
        PoolOptions chosen = options ?? _services.GetRequiredService<PoolOptions>() with
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"{_environment.TestId}-pool-{number}"),
        };
        return StartAsync(
            chosen,
            _services.GetRequiredService<WorkerAdapter>(),
            _services.GetRequiredService<PoolRegistry>(),
            Services($"pool {number}", null, null),
            cancellationToken);
    }

    /// <summary>Notes what can only be seen while the pools run.</summary>
    public void Survey()
    {
        lock (_lock)
        {
            foreach (WorkerStats worker in _started.SelectMany(static pool => pool.GetStats().Workers))
            {
                WorkerKind ??= worker.Description;
                if (worker.ProcessId is { } id)
                {
                    _processIds.Add(id);
                }
            }
        }
    }

    private SessionPoolServices Services(string stream, CircuitBreaker? breaker, ErrorOrchestrator? orchestrator)
    {
        _services.GetRequiredService<TestTelemetry>().ListenToPools();
        return new SessionPoolServices
        {
            Time = _services.GetRequiredService<TimeProvider>(),
            LoggerFactory = _services.GetRequiredService<ILoggerFactory>(),
            MeterFactory = _services.GetRequiredService<IMeterFactory>(),
            CircuitBreaker = breaker,
            ErrorOrchestrator = orchestrator,
            Seed = _environment.CreateRandom(stream).Next(),
        };
    }

    private async Task<SessionPool> StartAsync(
        PoolOptions options, WorkerAdapter adapter, PoolRegistry registry, SessionPoolServices services, CancellationToken cancellationToken)
    {
        SessionPool pool = await SessionPool.StartAsync(options, adapter, services, cancellationToken);
        _environment.Telemetry.Watch(pool);
        try
        {
            IDisposable registration = registry.Register(pool.Name, pool);
            _environment.Resources.Push(
                $"pool \"{pool.Name}\"",
                async _ =>
                {
                    registration.Dispose();
                    await pool.DisposeAsync();
                },
                _environment.Teardown.PoolDeadline);
        }
        catch
        {
            // Nothing would release it: the name is taken, or the test has ended while the pool started.
            await pool.DisposeAsync();
            throw;
        }

        lock (_lock)
        {
            _started.Add(pool);
        }

        return pool;
    }
}
