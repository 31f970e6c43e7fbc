namespace Pool.NUnit.Isolation;

/// <summary>
/// A test with an environment of its own: container, registry, circuit breaker, error orchestrator, pool, temporary directory,
/// random numbers. Whatever the test leaves behind is released or, if it can't be, fails the test.
/// </summary>
public sealed class IsolatedTestAttribute : PoolTestAttribute;
