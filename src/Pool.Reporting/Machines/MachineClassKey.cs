using System.Globalization;

namespace Pool.Reporting.Machines;

/// <summary>Builds the key of a machine class.</summary>
internal static class MachineClassKey
{
    internal static string Of(MachineFingerprint machine)
    {
        var hypervisor = machine.Hypervisor switch { true => "virtual", false => "physical", null => "hypervisor unknown" };
        var quota = machine.CpuQuota is { } cpus
            ? string.Create(CultureInfo.InvariantCulture, $", quota {cpus:0.##} cpus")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{machine.Cpu}, {machine.LogicalCpus} cpus, {machine.Architecture}, {machine.OperatingSystem}, {hypervisor}, .NET {machine.RuntimeMajor}{quota}");
    }
}
