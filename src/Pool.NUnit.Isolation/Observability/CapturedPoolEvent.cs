using Pool.Runtime;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>One event of one of the test's pools.</summary>
/// <param name="PoolName">The pool.</param>
/// <param name="Event">What happened.</param>
public sealed record CapturedPoolEvent(string PoolName, PoolEvent Event);
