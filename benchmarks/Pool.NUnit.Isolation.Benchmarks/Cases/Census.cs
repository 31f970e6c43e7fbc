namespace Pool.NUnit.Isolation.Benchmarks.Cases;

/// <summary>What the process has at a moment, after a collection.</summary>
internal sealed record Census(int Descriptors, long Timers, int Folders, int Processes)
{
    public static Census Take()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return new Census(
            Directory.GetFiles("/proc/self/fd").Length,
#pragma warning disable RS0030 // It only counts those that there are.
            Timer.ActiveCount,
#pragma warning restore RS0030
            Directory.GetDirectories(Path.GetTempPath(), "pool-t*").Length,
            Directory.GetDirectories("/proc/self/task")
                .Sum(static thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length));
    }
}
