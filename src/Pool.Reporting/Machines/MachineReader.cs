using System.Runtime.InteropServices;

namespace Pool.Reporting.Machines;

/// <summary>Reads the fingerprint of the machine this process runs on. Thread-safe.</summary>
public static class MachineReader
{
    /// <summary>Reads it; what can't be known is left out rather than guessed.</summary>
    /// <returns>The fingerprint.</returns>
    public static MachineFingerprint Read()
    {
        var cpuInfo = OperatingSystem.IsLinux() ? ReadOrEmpty("/proc/cpuinfo") : "";
        return new MachineFingerprint
        {
            Cpu = CpuInfo.Model(cpuInfo) ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown",
            LogicalCpus = Environment.ProcessorCount,
            Architecture = RuntimeInformation.ProcessArchitecture.ToString(),
            OperatingSystem = Family(),
            Hypervisor = CpuInfo.Hypervisor(cpuInfo),
            RuntimeMajor = Environment.Version.Major,
            CpuQuota = OperatingSystem.IsLinux() ? ReadQuota() : null,
        };
    }

    private static string Family() =>
        OperatingSystem.IsLinux() ? "Linux"
        : OperatingSystem.IsWindows() ? "Windows"
        : OperatingSystem.IsMacOS() ? "macOS"
        : "other";

    // cgroup v2 first, then v1; both as seen from inside the container.
    private static double? ReadQuota() =>
        CpuQuota.FromVersion2(ReadOrEmpty("/sys/fs/cgroup/cpu.max"))
        ?? CpuQuota.FromVersion1(
            ReadOrEmpty("/sys/fs/cgroup/cpu/cpu.cfs_quota_us"), ReadOrEmpty("/sys/fs/cgroup/cpu/cpu.cfs_period_us"));

    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
