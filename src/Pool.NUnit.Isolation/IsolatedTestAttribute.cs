namespace Pool.NUnit.Isolation;

/// <summary>
/// A test with an environment of its own: container, registry, circuit breaker, error orchestrator, pool, temporary directory,
/// random numbers. Whatever the test leaves behind is released or, if it can't be, fails the test.
/// </summary>
/// <remarks>
/// On a fixture it makes every <c>[Test]</c>, <c>[TestCase]</c>, <c>[TestCaseSource]</c> and <c>[Theory]</c> of it isolated, on an
/// assembly those of all fixtures. A method whose parameters all come from the container needs it itself, since NUnit asks only
/// a method's own attributes how to call it.
/// </remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Assembly)]
public sealed class IsolatedTestAttribute : PoolTestAttribute;
