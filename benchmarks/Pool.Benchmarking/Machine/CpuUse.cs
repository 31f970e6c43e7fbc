using System.Globalization;

namespace Pool.Benchmarking.Machine;

/// <summary>
/// How much of the machine was used, and how much of that by this process and the children it has reaped (proc(5)).
/// The difference is what others used.
/// </summary>
internal readonly record struct CpuUse(double MachineSeconds, double OurSeconds, long At)
{
    private const double TicksPerSecond = 100;

    /// <summary>Cores that other processes kept busy from one reading to the next.</summary>
    public static double ForeignCores(CpuUse from, CpuUse to)
    {
        var elapsed = TimeProvider.System.GetElapsedTime(from.At, to.At).TotalSeconds;
        var foreign = to.MachineSeconds - from.MachineSeconds - (to.OurSeconds - from.OurSeconds);
        return elapsed <= 0 ? 0 : Math.Max(0, foreign / elapsed);
    }

    public static CpuUse Now()
    {
        // user nice system idle iowait irq softirq steal: idle time and waiting for a disk are no use.
        var machine = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Ticks).ToArray();
        // The name may hold spaces; what follows it begins with the state, field 3. Own user and system time are fields
        // 14 and 15, those of reaped children 16 and 17.
        var stat = File.ReadAllText("/proc/self/stat");
        var own = stat[(stat.LastIndexOf(')') + 2)..].Split(' ').Skip(14 - 3).Take(4).Select(Ticks).Sum();
        return new CpuUse(
            machine[0] + machine[1] + machine[2] + machine[5] + machine[6] + machine[7], own, TimeProvider.System.GetTimestamp());
    }

    private static double Ticks(string field) => long.Parse(field, CultureInfo.InvariantCulture) / TicksPerSecond;
}
