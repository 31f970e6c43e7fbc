using System.Collections;
using System.Globalization;
using Pool.Runtime.Adapters.Guards;

namespace Pool.Runtime.Adapters.Launching;

/// <summary>The variables that a worker is started with.</summary>
internal static class WorkerEnvironment
{
    private const char AnyRest = '*';

    private static readonly string[] ThreadCaps =
    [
        "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS",
        "NUMEXPR_NUM_THREADS", "POLARS_MAX_THREADS", "RAYON_NUM_THREADS",
    ];

    /// <summary>Those of this process that may be inherited, and those of the options.</summary>
    public static SortedDictionary<string, string> Of(ProcessAdapterOptions options)
    {
        var names = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var variables = new SortedDictionary<string, string>(names);
        foreach (DictionaryEntry inherited in Environment.GetEnvironmentVariables())
        {
            var name = (string)inherited.Key;
            if (options.InheritedVariables is not { } allowed || allowed.Any(pattern => Matches(pattern, name, names)))
                variables[name] = (string?)inherited.Value ?? "";
        }

        if (options.Limits?.NumericThreads is { } threads)
        {
            foreach (var name in ThreadCaps)
                variables[name] = threads.ToString(CultureInfo.InvariantCulture);
        }

        foreach (var (name, value) in options.EnvironmentVariables)
        {
            if (value is null)
                variables.Remove(name);
            else
                variables[name] = value;
        }

        return variables;
    }

    /// <summary>Whether a variable belongs to one worker, and not to the program that is loaded for all.</summary>
    public static bool IsOfOneWorker(string name) => name.StartsWith(WorkerTag.Prefix, StringComparison.Ordinal);

    private static bool Matches(string pattern, string name, StringComparer names) =>
        pattern.EndsWith(AnyRest) ? pattern.Length - 1 <= name.Length && names.Equals(pattern[..^1], name[..(pattern.Length - 1)]) : names.Equals(pattern, name);
}
