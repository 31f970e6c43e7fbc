using System.Text.Json.Serialization;

namespace Pool.Reporting.Machines;

/// <summary>
/// What a machine is, as far as performance numbers depend on it. Host name and clock rate are left out: they change
/// while the machine stays the same.
/// </summary>
public sealed record MachineFingerprint
{
    /// <summary>The CPU's model name, or <c>unknown</c>.</summary>
    public required string Cpu { get; init; }

    /// <summary>Number of logical CPUs that the process may use.</summary>
    public required int LogicalCpus { get; init; }

    /// <summary>The process architecture, such as <c>X64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>
    /// The family of the operating system: <c>Linux</c>, <c>Windows</c>, <c>macOS</c> or <c>other</c>.
    /// </summary>
    public required string OperatingSystem { get; init; }

    /// <summary>Whether the CPU says that it is virtual; null when it can't be known.</summary>
    public bool? Hypervisor { get; init; }

    /// <summary>Major version of the .NET runtime.</summary>
    public required int RuntimeMajor { get; init; }

    /// <summary>The container's limit in CPUs; null when there is none.</summary>
    public double? CpuQuota { get; init; }

    /// <summary>The key under which runs may be compared with each other: all of the above in one line.</summary>
    [JsonIgnore]
    public string MachineClass => MachineClassKey.Of(this);
}
