using Pool.Benchmarking.Measuring;
using Pool.NUnit.Isolation.Benchmarks.Tests;

namespace Pool.NUnit.Isolation.Benchmarks.Cases;

/// <summary>Isolated tests at a time, each of which uses its pool: how long they take, and what is left of them in the process.</summary>
internal static class ParallelCase
{
    public const string Descriptors = "descriptors";
    public const string Timers = "timers";
    public const string Folders = "folders";
    public const string Processes = "processes";

    public static IReadOnlyDictionary<string, double> Run(int workers)
    {
        NUnitRun run = new(typeof(ParallelTests), workers);
        // What the first run leaves are caches: of the runtime, of NUnit, of the plugin.
        run.Run();
        Census before = Census.Take();
        TimeSpan took = run.Run();
        Census after = Census.Take();
        return new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [Figures.Milliseconds] = took.TotalMilliseconds,
            [Descriptors] = after.Descriptors - before.Descriptors,
            [Timers] = after.Timers - before.Timers,
            [Folders] = after.Folders - before.Folders,
            [Processes] = after.Processes - before.Processes,
        };
    }
}
