using Pool.Runtime.Adapters;

namespace Pool.Runtime.Benchmarks.Cases;

/// <summary>The programs that the cases start as workers.</summary>
internal static class Programs
{
    /// <summary>Shared by all pools of a case. Guarded as what is started by hand beside them: by the end of input alone.</summary>
    public static WorkerHost Host { get; } = new(new WorkerHostOptions { HighestGuard = OrphanGuard.EndOfInput });

    /// <summary>As a pool has it that is told nothing: with the highest guard that the machine allows.</summary>
    public static WorkerHost GuardedHost { get; } = new();

    /// <summary>A program to be started by hand behind the same guard as by that host.</summary>
    public static async Task<ProcessAdapterOptions> GuardedAsync(ProcessAdapterOptions program)
    {
        var prefix = (await GuardedHost.SetUpAsync()).Chain.Prefix;
        return prefix.Count == 0 ? program : program with { FileName = prefix[0], Arguments = [.. prefix.Skip(1), program.FileName, .. program.Arguments] };
    }

    /// <summary>The Python worker with its demo commands, as the pool spawns it.</summary>
    public static ProcessAdapterOptions Python() => ProcessAdapterOptions.Python(Interpreter()) with { StartMode = StartMode.Spawn };

    /// <summary>Twenty lines with <c>json</c>, by the same interpreter.</summary>
    public static ProcessAdapterOptions ReferenceLoop() => new()
    {
        FileName = Interpreter().Path,
        Arguments = [Path.Combine(AppContext.BaseDirectory, "Baselines", "reference_loop.py")],
    };

    /// <summary>The Python worker by a plain <c>python3</c>, with the packages of its site.</summary>
    public static ProcessAdapterOptions PlainPython()
    {
        var options = Python();
        return options with { Arguments = [.. options.Arguments.Where(argument => argument is not ("-I" or "-S"))] };
    }

    /// <summary>A Python worker whose import takes time, or memory.</summary>
    public static ProcessAdapterOptions Preloaded(StartMode mode, double importSeconds = 0, int ballastMegabytes = 0)
    {
        var options = ProcessAdapterOptions.Python(Interpreter(), "preloaded");
        return options with
        {
            StartMode = mode,
            EnvironmentVariables = new Dictionary<string, string?>(options.EnvironmentVariables, StringComparer.Ordinal)
            {
                ["IMPORT_SECONDS"] = importSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["BALLAST_MB"] = ballastMegabytes.ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
        };
    }

    public static ProcessAdapterOptions Named(string name) => name == "reference" ? ReferenceLoop() : Python();

    private static PythonInterpreter Interpreter() =>
        PythonInterpreter.Find() ?? throw new InvalidOperationException("There is no python3 of at least 3.9 on the path.");
}
