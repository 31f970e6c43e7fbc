using System.Globalization;

namespace Pool.Reporting.Baselines;

/// <summary>Refuses a baseline with values no run can have, and names the place.</summary>
internal static class BaselineCheck
{
    internal static void Validate(string path, Baseline baseline)
    {
        if (baseline.Schema != Baseline.CurrentSchema)
        {
            throw Wrong(path, "$.schema", Invariant(
                $"schema {baseline.Schema} is unknown; this version reads {Baseline.CurrentSchema}. Update the packages."));
        }

        foreach (var (key, machine) in baseline.Machines)
        {
            var place = $"$.machines['{key}']";
            if (machine is null)
            {
                throw Wrong(path, place, "it is null.");
            }

            if (!string.Equals(machine.Machine.MachineClass, key, StringComparison.Ordinal))
            {
                throw Wrong(path, place, $"its machine belongs to the class '{machine.Machine.MachineClass}'.");
            }

            foreach (var (benchmark, runs) in machine.Benchmarks)
            {
                ValidateRuns(path, $"{place}.benchmarks['{benchmark}']", runs);
            }
        }
    }

    private static void ValidateRuns(string path, string place, IReadOnlyList<BaselineRun>? runs)
    {
        if (runs is null || runs.Count > Baseline.RunsKept)
        {
            throw Wrong(path, place, Invariant($"it has {runs?.Count ?? 0} runs; at most {Baseline.RunsKept} are kept."));
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < runs.Count; i++)
        {
            var at = Invariant($"{place}[{i}]");
            if (runs[i] is not { } run)
            {
                throw Wrong(path, at, "it is null.");
            }

            if (!ids.Add(run.RunId))
            {
                throw Wrong(path, at, $"run '{run.RunId}' is there twice, but it counts once.");
            }

            RequirePositive(path, at + ".calibrationNs", run.CalibrationNs);
            RequirePositive(path, at + ".metrics.throughput", run.Metrics.Throughput);
            RequirePositive(path, at + ".metrics.p50Ms", run.Metrics.P50Ms);
            RequirePositive(path, at + ".metrics.p90Ms", run.Metrics.P90Ms);
            RequirePositive(path, at + ".metrics.p99Ms", run.Metrics.P99Ms);
        }
    }

    private static void RequirePositive(string path, string place, double? value)
    {
        if (value is { } number && !(number > 0 && double.IsFinite(number)))
        {
            throw Wrong(path, place, Invariant($"it is {number}; it must be above 0."));
        }
    }

    private static BaselineFormatException Wrong(string path, string place, string what) => new(
        $"{path}, {place}: {what} Restore the file from version control, or remove it and accept a run anew.");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
