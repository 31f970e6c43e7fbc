using Microsoft.Extensions.Logging;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Workers;

/// <summary>Relays of a worker's log that write at once, on the thread that reads.</summary>
internal static class LogRelays
{
    public static WorkerLogRelay Of(ILogger logger, PoolOptions? options = null, TimeProvider? time = null) =>
        new(logger, "pool", "w1", options ?? new PoolOptions(), time ?? TimeProvider.System, write => write());
}
