using Pool.Runtime;
using Pool.Runtime.Telemetry;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>A pool whose state is told when the test fails.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Tail">Its last events; null when none are kept.</param>
internal sealed record WatchedPool(SessionPool Pool, PoolEventTail? Tail)
{
    public IReadOnlyList<PoolEvent> Events => Tail?.Read() ?? [];
}
