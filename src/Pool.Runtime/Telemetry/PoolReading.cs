using System.Runtime.InteropServices;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Telemetry;

/// <summary>What the metrics show of a pool at one moment, read under its lock.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PoolReading
{
    /// <summary>Workers by state.</summary>
    public required IReadOnlyList<(string State, int Count)> Workers { get; init; }

    /// <summary>Workers in good order that were replaced, by reason.</summary>
    public required IReadOnlyList<(string Reason, long Count)> Recycles { get; init; }

    public required PoolCounters Counters { get; init; }

    public required CircuitState Circuit { get; init; }

    public required int Size { get; init; }

    public required int QueueDepth { get; init; }

    public required int ActiveCalls { get; init; }

    public required int Sessions { get; init; }
}
