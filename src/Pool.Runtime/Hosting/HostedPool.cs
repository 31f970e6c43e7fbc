using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Hosting;

/// <summary>
/// A pool in a container. It exists from the moment it is asked for, so that services can be given it before anything
/// runs; it is started before the first service of the host and stopped after the last.
/// </summary>
internal sealed class HostedPool : IHostedLifecycleService, IAsyncDisposable
{
    private readonly SessionPoolHostingOptions _hosting;
    private TaskCompletionSource? _start;

    public HostedPool(IServiceProvider services, PoolRegistration registration, ComposedOptions options)
    {
        _hosting = options.Hosting;
        var adapter = options.Process is { } program
            ? new ProcessAdapter(program, services.GetRequiredService<WorkerHost>())
            : registration.Setup.Adapter!(services);
        var given = new SessionPoolServices
        {
            Time = ClockOf(services),
            LoggerFactory = services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance,
            MeterFactory = services.GetService<IMeterFactory>(),
            CircuitBreaker = services.GetRequiredKeyedService<CircuitBreaker>(registration.Name),
            ErrorOrchestrator = services.GetRequiredKeyedService<ErrorOrchestrator>(registration.Name),
        };
        given = registration.Setup.ConfigureServices?.Invoke(services, given) ?? given;
        CircuitBreaker = given.CircuitBreaker;
        Pool = SessionPool.Prepare(options.Pool, adapter, given);
        IsLazy = options.Pool.LazyStart;
    }

    public SessionPool Pool { get; }

    public CircuitBreaker? CircuitBreaker { get; }

    /// <summary>Workers come with the calls; fewer than its size are no sign of trouble.</summary>
    public bool IsLazy { get; }

    public Task StartingAsync(CancellationToken cancellationToken) => EnsureStartedAsync(cancellationToken);

    // For a host that knows nothing of what comes before its start.
    public Task StartAsync(CancellationToken cancellationToken) => EnsureStartedAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Other services still stop, and may need the pool for that.
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Pool.DrainAsync(_hosting.DrainGrace, cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or PoolDisposedException)
        {
            // The host waits no longer, or its owner was faster: what is left is cut off below.
        }

        await Pool.DisposeAsync();
    }

    public ValueTask DisposeAsync() => Pool.DisposeAsync();

    /// <summary>Starts the pool unless it has been started; whoever asks meanwhile waits for the same start.</summary>
    public Task EnsureStartedAsync(CancellationToken cancellationToken)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Interlocked.CompareExchange(ref _start, start, null) is { } first
            ? first.Task.WaitAsync(cancellationToken)
            : StartAsync(start, cancellationToken);
    }

    private async Task StartAsync(TaskCompletionSource start, CancellationToken cancellationToken)
    {
        try
        {
            await Pool.StartPreparedAsync(_hosting.Start == HostedStart.InBackground, cancellationToken);
            start.SetResult();
        }
        catch (Exception e)
        {
            start.SetException(e);
            // Seen here, because nobody else may wait for it.
            _ = start.Task.Exception;
            throw;
        }
    }

    internal static TimeProvider ClockOf(IServiceProvider services) => services.GetService<TimeProvider>() ?? TimeProvider.System;

    internal static int RandomSeed() => RandomNumberGenerator.GetInt32(int.MaxValue);
}
