namespace Pool.Reporting.Machines;

/// <summary>Reads what <c>/proc/cpuinfo</c> says (proc(5)).</summary>
internal static class CpuInfo
{
    internal static string? Model(string cpuInfo) => Field(cpuInfo, "model name") ?? Field(cpuInfo, "Model");

    // Only x86 lists flags; elsewhere their absence says nothing.
    internal static bool? Hypervisor(string cpuInfo) =>
        Field(cpuInfo, "flags") is { } flags ? flags.Split(' ').Contains("hypervisor", StringComparer.Ordinal) : null;

    private static string? Field(string cpuInfo, string name)
    {
        foreach (var line in cpuInfo.Split('\n'))
        {
            var colon = line.IndexOf(':');
            if (colon > 0 && line.AsSpan(0, colon).Trim().SequenceEqual(name))
            {
                var value = line[(colon + 1)..].Trim();
                return value.Length == 0 ? null : value;
            }
        }

        return null;
    }
}
