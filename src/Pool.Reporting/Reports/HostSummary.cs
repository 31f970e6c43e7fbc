using Pool.Reporting.Machines;
using Pool.Reporting.Records;

namespace Pool.Reporting.Reports;

/// <summary>A test host that took part in a run.</summary>
public sealed record HostSummary
{
    /// <summary>The test assembly's name, without a path.</summary>
    public required string Assembly { get; init; }

    /// <summary>The run it belongs to; null when its header can't be read.</summary>
    public string? RunId { get; init; }

    /// <summary>Its process id; null when its header can't be read.</summary>
    public int? ProcessId { get; init; }

    /// <summary>How far it came.</summary>
    public required HostState State { get; init; }

    /// <summary>When it began, in UTC.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Version of the plugin in it.</summary>
    public string? PackageVersion { get; init; }

    /// <summary>The machine it ran on.</summary>
    public MachineFingerprint? Machine { get; init; }

    internal static HostSummary Of(HostRecords host) => new()
    {
        Assembly = host.Assembly,
        RunId = host.Header?.RunId,
        ProcessId = host.Header?.ProcessId,
        State = host.State,
        StartedAt = host.Header?.StartedAt,
        PackageVersion = host.Header?.PackageVersion,
        Machine = host.Header?.Machine,
    };
}
