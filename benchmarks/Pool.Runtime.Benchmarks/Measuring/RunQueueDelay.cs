using System.Globalization;

namespace Pool.Runtime.Benchmarks.Measuring;

/// <summary>
/// How long the processes that this one has started stood ready and waited for a CPU, as Linux counts it in
/// <c>/proc/PID/task/TID/schedstat</c> (kernel documentation, scheduler/sched-stats).
/// </summary>
internal sealed class RunQueueDelay
{
    private readonly (long Nanoseconds, long Slices) _from = OfChildren();

    /// <summary>Mean wait before each stretch of running since this was made, in microseconds; zero where nobody counts.</summary>
    public double MicrosecondsPerSlice()
    {
        var (nanoseconds, slices) = OfChildren();
        return slices <= _from.Slices ? 0 : (nanoseconds - _from.Nanoseconds) / 1000.0 / (slices - _from.Slices);
    }

    private static (long Nanoseconds, long Slices) OfChildren()
    {
        var (nanoseconds, slices) = (0L, 0L);
        if (!OperatingSystem.IsLinux())
            return (0, 0);
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0]) && IsChild(path)))
        {
            foreach (var task in Directory.EnumerateDirectories(Path.Combine(process, "task")))
            {
                var counts = Words(Path.Combine(task, "schedstat"));
                if (counts.Length < 3)
                    continue;
                nanoseconds += long.Parse(counts[1], CultureInfo.InvariantCulture);
                slices += long.Parse(counts[2], CultureInfo.InvariantCulture);
            }
        }

        return (nanoseconds, slices);
    }

    // The parent's id is the second word after the name, which stands in brackets and may hold anything.
    private static bool IsChild(string process)
    {
        var words = Words(Path.Combine(process, "stat"), after: ')');
        return words.Length > 1 && words[1] == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
    }

    // Empty when the process has gone meanwhile.
    private static string[] Words(string path, char after = '\0')
    {
        try
        {
            var text = File.ReadAllText(path);
            return text[(text.LastIndexOf(after) + 1)..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
