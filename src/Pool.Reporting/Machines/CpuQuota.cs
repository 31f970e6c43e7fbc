using System.Globalization;

namespace Pool.Reporting.Machines;

/// <summary>Reads a container's CPU limit (Linux kernel documentation, cgroup-v2: <c>cpu.max</c>).</summary>
internal static class CpuQuota
{
    // "200000 100000": 200 ms of CPU time in every 100 ms; "max 100000": no limit.
    internal static double? FromVersion2(string cpuMax) =>
        cpuMax.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var quota, var period]
            ? Ratio(quota, period)
            : null;

    internal static double? FromVersion1(string quota, string period) => Ratio(quota, period);

    private static double? Ratio(string quota, string period) =>
        long.TryParse(quota, NumberStyles.Integer, CultureInfo.InvariantCulture, out var used) && used > 0
        && long.TryParse(period, NumberStyles.Integer, CultureInfo.InvariantCulture, out var of) && of > 0
            ? (double)used / of
            : null;
}
