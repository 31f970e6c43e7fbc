using Pool.Runtime.Adapters;
using Pool.Runtime.Resilience;

namespace Pool.Runtime.Hosting;

/// <summary>The options of one pool, read, changed and checked.</summary>
internal sealed record ComposedOptions(
    PoolOptions Pool,
    CircuitBreakerOptions CircuitBreaker,
    ErrorOrchestratorOptions ErrorOrchestrator,
    SessionPoolHostingOptions Hosting,
    ProcessAdapterOptions? Process);
