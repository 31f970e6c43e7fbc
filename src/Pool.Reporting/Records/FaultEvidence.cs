using System.Text.Json.Serialization;

namespace Pool.Reporting.Records;

/// <summary>One injected fault and what was seen of it.</summary>
public sealed record FaultEvidence
{
    /// <summary>The fault's name, such as <c>WorkerCrash</c> or <c>WorkerHang</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether it struck a process or a simulated worker.</summary>
    public required EvidenceKind Evidence { get; init; }

    /// <summary>The worker it struck.</summary>
    public required string WorkerId { get; init; }

    /// <summary>The worker's process id; null for a simulated worker.</summary>
    [JsonPropertyName("pid")]
    public int? ProcessId { get; init; }

    /// <summary>The signal sent, such as <c>SIGKILL</c>; null when none was.</summary>
    public string? Signal { get; init; }

    /// <summary>
    /// How the process ended, as the operating system told it; null when it did not end or can't be known.
    /// </summary>
    public int? ExitStatus { get; init; }

    /// <summary>When it was injected, in milliseconds since the test's body began.</summary>
    public required double InjectedAtMs { get; init; }

    /// <summary>
    /// How long after the injection the worker was seen dead or stopped, in milliseconds; null when it never was.
    /// </summary>
    public double? ObservedDeadMs { get; init; }

    /// <summary>
    /// How long after the injection the pool was back at full strength, in milliseconds; null when it never was.
    /// </summary>
    public double? RecoveredMs { get; init; }
}
