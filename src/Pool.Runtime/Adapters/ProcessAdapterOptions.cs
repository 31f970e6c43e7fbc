namespace Pool.Runtime.Adapters;

/// <summary>The program that a <see cref="ProcessAdapter"/> starts for each worker.</summary>
/// <remarks>Immutable. No shell is involved: the file is started as it is, each argument is passed as it is.</remarks>
public sealed record ProcessAdapterOptions
{
    /// <summary>Program to start: a path, or a name that is looked up on the path. Required.</summary>
    public required string FileName { get; init; }

    /// <summary>Arguments. Default none.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>How a worker is brought to life. Default <see cref="StartMode.Auto"/>.</summary>
    public StartMode StartMode { get; init; }

    /// <summary>What the system lets each worker take. Default null: as much as this process.</summary>
    public WorkerLimits? Limits { get; init; }

    /// <summary>
    /// Names of this process's variables that the worker is given; one that ends in <c>*</c> stands for all that begin so.
    /// Default null: all of them. Most programs need <c>PATH</c> and <c>HOME</c>.
    /// </summary>
    public IReadOnlyList<string>? InheritedVariables { get; init; }

    /// <summary>
    /// Variables set for the worker on top of those of this process; a null value removes one. Default none.
    /// <c>POOL_WORKER_ID</c>, <c>POOL_HOST_ID</c> and <c>POOL_START_ID</c> are always set. Child processes of the worker inherit them, so a tag put here marks them as well.
    /// </summary>
    public IReadOnlyDictionary<string, string?> EnvironmentVariables { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Working directory. Default null: that of this process.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Bytes of error output kept per worker for error messages. Default 16 KiB; 256 bytes to 1 MiB.</summary>
    public int ErrorOutputBytes { get; init; } = 16 * 1024;

    /// <summary>Whether the program is one that can serve as the template of a fork server.</summary>
    internal bool CanFork => OperatingSystem.IsLinux()
        && (Arguments.Contains(PythonPackage) || Arguments.SkipWhile(argument => argument != "-m").Skip(1).FirstOrDefault() == "pool_worker");

    private static string PythonPackage => Path.Combine(AppContext.BaseDirectory, "pool_worker", "__main__.py");

    /// <summary>The command line, for people.</summary>
    internal string Description => string.Join(' ', Arguments.Prepend(FileName).Select(Quoted));

    /// <summary>The command line with the one variable that decides whether a Python module is found. Others may be secret.</summary>
    internal string CommandLine => !OperatingSystem.IsWindows() && !Arguments.Contains("-I") && EnvironmentVariables.GetValueOrDefault("PYTHONPATH") is { } path
        ? $"PYTHONPATH={Quoted(path)} {Description}"
        : Description;

    /// <summary>A Python worker, with the package <c>pool_worker</c> that comes with this library.</summary>
    /// <remarks>
    /// The package is run by its path, which spares the interpreter what <c>-m</c> imports. The demo commands need nothing but
    /// the standard library, so they run isolated and without site packages (<c>-I -S</c>), which halves the start. A module
    /// of yours has its environment: the working directory and <c>PYTHONPATH</c>, after the folder of this library.
    /// </remarks>
    /// <param name="interpreter">The interpreter, as <see cref="PythonInterpreter.Find"/> returned it.</param>
    /// <param name="module">Module with the worker's commands; null for the demo commands.</param>
    public static ProcessAdapterOptions Python(PythonInterpreter interpreter, string? module = null)
    {
        ArgumentNullException.ThrowIfNull(interpreter);
        var inherited = Environment.GetEnvironmentVariable("PYTHONPATH");
        return new ProcessAdapterOptions
        {
            FileName = interpreter.Path,
            Arguments = module is null ? ["-I", "-S", PythonPackage] : [PythonPackage, "--module", module],
            EnvironmentVariables = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["PYTHONPATH"] = string.IsNullOrEmpty(inherited) ? AppContext.BaseDirectory : AppContext.BaseDirectory + Path.PathSeparator + inherited,
            },
        };
    }

    /// <summary>A .NET worker: <c>dotnet worker.dll</c>.</summary>
    /// <param name="assemblyPath">Path of the worker's assembly, with its <c>.runtimeconfig.json</c> beside it.</param>
    public static ProcessAdapterOptions DotNet(string assemblyPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(assemblyPath);
        // The host that runs this process, when it is the shared one, is certain to exist.
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH");
        return new ProcessAdapterOptions { FileName = string.IsNullOrEmpty(host) ? "dotnet" : host, Arguments = [assemblyPath] };
    }

    internal void Check(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(FileName, name);
        if (ErrorOutputBytes is < 256 or > 1024 * 1024)
            throw new ArgumentOutOfRangeException(name, ErrorOutputBytes, $"{nameof(ErrorOutputBytes)} is 256 to 1,048,576 bytes.");
        if (!Enum.IsDefined(StartMode))
            throw new ArgumentOutOfRangeException(name, StartMode, $"{nameof(StartMode)} is {string.Join(", ", Enum.GetNames<StartMode>())}.");
        Limits?.Check(name);
    }

    private static string Quoted(string argument) =>
        argument.Length > 0 && !argument.Contains(' ', StringComparison.Ordinal) ? argument : $"'{argument}'";
}
