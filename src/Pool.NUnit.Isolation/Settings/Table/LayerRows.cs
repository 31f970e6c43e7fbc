using Pool.NUnit.Isolation.Settings.Types;
using static Pool.NUnit.Isolation.Settings.Table.LayerRow;

namespace Pool.NUnit.Isolation.Settings.Table;

/// <summary>What each layer's pools can be set to. Ranges are those of <c>PoolOptions</c>.</summary>
internal static class LayerRows
{
    public static readonly LayerRow[] All =
    [
        Number("PoolSize", new NumberType(1, 10_000), "Workers of a test's pool.", o => o.Size, (o, v) => o with { Size = v })
            with { Attribute = nameof(PoolTestAttribute.PoolSize) },
        Number("MaxOverflow", new NumberType(0, 10_000), "Extra workers started while callers wait.", o => o.MaxOverflow, (o, v) => o with { MaxOverflow = v })
            with { Attribute = nameof(PoolTestAttribute.MaxOverflow) },
        Duration("CommandTimeoutMs", "Deadline of a call, queueing and retries included.", o => o.CommandTimeout, (o, v) => o with { CommandTimeout = v }),
        Duration("StartTimeoutMs", "Longest time from starting a worker to its first answer.", o => o.StartTimeout, (o, v) => o with { StartTimeout = v }),
        Number("MaxQueue", new NumberType(0, 1_000_000), "Callers that may wait for a worker.", o => o.MaxQueue, (o, v) => o with { MaxQueue = v }),
        Duration("QueueTimeoutMs", "Longest wait for a worker.", o => o.QueueTimeout, (o, v) => o with { QueueTimeout = v }),
        new(
            "LazyStart", new SwitchType(), "Whether workers start only when callers need them.",
            o => o.LazyStart, (o, v) => o with { LazyStart = (bool)v! }),
        Number(
            "MaxConcurrentStarts", new NumberType(1, 1_000), "Workers started at the same time.",
            o => o.MaxConcurrentStarts, (o, v) => o with { MaxConcurrentStarts = v })
            with { DefaultText = "number of processors, at least 2" },
        Duration("OverflowIdleTimeoutMs", "Idle time after which an extra worker is retired.", o => o.OverflowIdleTimeout, (o, v) => o with { OverflowIdleTimeout = v }, least: 0),
        Duration("ShutdownGraceMs", "Time an idle worker has to end when asked to, before it is killed.", o => o.ShutdownGrace, (o, v) => o with { ShutdownGrace = v }),
        Duration("CancelGraceMs", "Time a worker has to answer a cancelled command before it is replaced.", o => o.CancelGrace, (o, v) => o with { CancelGrace = v }, least: 0),
        Number(
            "MaxRestarts", new NumberType(0, 1_000_000), "Crashes and failed starts tolerated within a minute; one more fails the pool. 0: 10 per worker, at least 20.",
            o => o.MaxRestarts, (o, v) => o with { MaxRestarts = v }),
        Choice("Affinity", "What a call of a session does whose worker is busy.", o => o.Affinity, (o, v) => o with { Affinity = v }),
        Number(
            "MaxWorkerRequests", new NumberType(0, int.MaxValue), "Commands after which a worker is replaced. 0: never.",
            o => o.MaxWorkerRequests, (o, v) => o with { MaxWorkerRequests = v }),
        Duration("HealthCheckIntervalMs", "Idle time after which a worker is asked for a sign of life. 0: never.", o => o.HealthCheckInterval, (o, v) => o with { HealthCheckInterval = v }, least: 0),
        Duration("HealthCheckTimeoutMs", "Longest wait for a sign of life.", o => o.HealthCheckTimeout, (o, v) => o with { HealthCheckTimeout = v }),
        new(
            "LeakThresholdMs", NumberType.Milliseconds(optional: true), "Time after which a lease that was not given back is reported with its borrower's stack.",
            o => (long?)o.LeakThreshold?.TotalMilliseconds, (o, v) => o with { LeakThreshold = v is long ms ? TimeSpan.FromMilliseconds(ms) : null }),
        Choice("WorkerLogLevel", "Lowest level of the entries that workers are asked to log.", o => o.WorkerLogLevel, (o, v) => o with { WorkerLogLevel = v }),
    ];
}
