using Pool.Reporting.Machines;

namespace Pool.Reporting.Baselines;

/// <summary>
/// The content of <c>poolbaseline.json</c>: accepted runs per machine class and benchmark. Immutable.
/// </summary>
public sealed record Baseline
{
    /// <summary>The usual name of the file, beside the test project.</summary>
    public const string FileName = "poolbaseline.json";

    /// <summary>The schema this version writes and the only one it reads.</summary>
    public const int CurrentSchema = 1;

    /// <summary>How many runs are kept of a benchmark on a machine class; the oldest go first.</summary>
    public const int RunsKept = 30;

    /// <summary>A baseline without runs.</summary>
    public static Baseline Empty { get; } = new()
    {
        Machines = new SortedDictionary<string, MachineBaseline>(StringComparer.Ordinal),
    };

    /// <summary>Version of the file's schema.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The accepted runs by machine class.</summary>
    public required IReadOnlyDictionary<string, MachineBaseline> Machines { get; init; }

    /// <summary>
    /// The accepted runs of a benchmark on a class of machines, oldest first; empty when there are none.
    /// </summary>
    /// <param name="machineClass">The key of the class.</param>
    /// <param name="benchmark">The test's full name.</param>
    /// <returns>The runs.</returns>
    public IReadOnlyList<BaselineRun> RunsOf(string machineClass, string benchmark) =>
        Machines.TryGetValue(machineClass, out var machine) && machine.Benchmarks.TryGetValue(benchmark, out var runs)
            ? runs
            : [];

    /// <summary>Adds a run; one of the same id is replaced, and only the newest 30 stay.</summary>
    /// <param name="machine">The machine it was measured on.</param>
    /// <param name="benchmark">The test's full name.</param>
    /// <param name="run">The run.</param>
    /// <returns>The larger baseline; this one stays as it is.</returns>
    public Baseline Add(MachineFingerprint machine, string benchmark, BaselineRun run)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentException.ThrowIfNullOrEmpty(benchmark);
        ArgumentNullException.ThrowIfNull(run);
        var key = machine.MachineClass;
        IReadOnlyList<BaselineRun> runs =
        [
            .. RunsOf(key, benchmark)
                .Where(known => !string.Equals(known.RunId, run.RunId, StringComparison.Ordinal))
                .Append(run)
                .OrderBy(known => known.MeasuredAt)
                .TakeLast(RunsKept),
        ];
        var benchmarks = Machines.TryGetValue(key, out var known) ? Copy(known.Benchmarks) : Copy<IReadOnlyList<BaselineRun>>([]);
        benchmarks[benchmark] = runs;
        var machines = Copy(Machines);
        machines[key] = new MachineBaseline { Machine = machine, Benchmarks = benchmarks };
        return this with { Machines = machines };
    }

    // Sorted, so that the file's text depends on its content alone.
    private static SortedDictionary<string, T> Copy<T>(IEnumerable<KeyValuePair<string, T>> entries)
    {
        var copy = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var (key, value) in entries)
        {
            copy.Add(key, value);
        }

        return copy;
    }
}
