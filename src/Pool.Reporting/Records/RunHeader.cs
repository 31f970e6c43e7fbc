using System.Text.Json.Serialization;
using Pool.Reporting.Machines;

namespace Pool.Reporting.Records;

/// <summary>The first line of a record file: who writes it.</summary>
public sealed record RunHeader : RecordLine
{
    /// <summary>The run it belongs to: POOL_RUN_ID, or an id of the process alone.</summary>
    public required string RunId { get; init; }

    /// <summary>The test assembly's name, without a path.</summary>
    public required string Assembly { get; init; }

    /// <summary>The test host's process id.</summary>
    [JsonPropertyName("pid")]
    public required int ProcessId { get; init; }

    /// <summary>When the host began to record, in UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The machine it runs on.</summary>
    public required MachineFingerprint Machine { get; init; }

    /// <summary>Version of the plugin that wrote the file, without build metadata.</summary>
    public required string PackageVersion { get; init; }
}
