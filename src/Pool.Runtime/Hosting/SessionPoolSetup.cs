using Microsoft.Extensions.Configuration;
using Pool.Runtime.Adapters;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Hosting;

/// <summary>Everything a container is told about a pool. What is left out has a default or comes from the section.</summary>
/// <remarks>
/// Immutable. Later ones win: the defaults, <see cref="Section"/>, then the functions, which are given what was read and
/// return what is to hold.
/// </remarks>
public sealed record SessionPoolSetup
{
    /// <summary>
    /// Configuration of the pool: the options by name, and the sections <c>CircuitBreaker</c>, <c>ErrorOrchestrator</c>,
    /// <c>Hosting</c> and <c>Process</c>. Read once, when the pool is first asked for. Default null: none.
    /// </summary>
    public IConfiguration? Section { get; init; }

    /// <summary>
    /// How workers are started; called once, and disposed of by whoever it hands the adapter from. Default null: the
    /// program of the section <c>Process</c>, which is then required.
    /// </summary>
    public Func<IServiceProvider, WorkerAdapter>? Adapter { get; init; }

    /// <summary>Changes the pool's options. Default null: they are left as read.</summary>
    public Func<PoolOptions, PoolOptions>? Configure { get; init; }

    /// <summary>Changes the circuit breaker's options. Default null: they are left as read.</summary>
    public Func<CircuitBreakerOptions, CircuitBreakerOptions>? ConfigureCircuitBreaker { get; init; }

    /// <summary>Changes the error orchestrator's options. Default null: they are left as read.</summary>
    public Func<ErrorOrchestratorOptions, ErrorOrchestratorOptions>? ConfigureErrorOrchestrator { get; init; }

    /// <summary>Changes how the host starts and stops the pool. Default null: it is left as read.</summary>
    public Func<SessionPoolHostingOptions, SessionPoolHostingOptions>? ConfigureHosting { get; init; }

    /// <summary>
    /// Changes what the pool is given besides its options: the container's clock, logger factory and meter factory where
    /// it has them, and the pool's keyed circuit breaker and error orchestrator. Default null: they are left as they are.
    /// </summary>
    public Func<IServiceProvider, SessionPoolServices, SessionPoolServices>? ConfigureServices { get; init; }
}
