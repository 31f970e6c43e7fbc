using System.Text.Json;
using Pool.Runtime.Adapters;

namespace Pool.NUnit.Isolation.Layers;

/// <summary>
/// Which program a worker of the Full layer is: <c>POOL_WORKER_COMMAND</c>, else the bundled Python worker, else the .NET one.
/// </summary>
internal sealed class WorkerCommand
{
    public const string VariableName = "POOL_WORKER_COMMAND";
    private const string DotNetWorker = "Pool.Worker.dll";

    private readonly string? _override;
    private readonly string _directory;
    private readonly Lazy<PythonInterpreter?> _python;

    /// <param name="overriding">Value of <see cref="VariableName"/>, or null.</param>
    /// <param name="directory">Where the test assembly and the bundled workers lie.</param>
    /// <param name="findPython">Asks for the interpreter; called at most once, since that starts a process.</param>
    public WorkerCommand(string? overriding, string directory, Func<PythonInterpreter?> findPython)
    {
        _override = overriding;
        _directory = directory;
        _python = new Lazy<PythonInterpreter?>(findPython);
    }

    /// <exception cref="InvalidOperationException">There is no worker to start; the message says what to install or set.</exception>
    public ProcessAdapterOptions Resolve()
    {
        if (!string.IsNullOrWhiteSpace(_override))
        {
            return Parse(_override);
        }

        if (Directory.Exists(Path.Combine(_directory, "pool_worker")) && _python.Value is { } python)
        {
            return ProcessAdapterOptions.Python(python);
        }

        string worker = Path.Combine(_directory, DotNetWorker);
        return File.Exists(worker)
            ? ProcessAdapterOptions.DotNet(worker)
            : throw new InvalidOperationException(
                $"The Full layer needs a worker program and found none: no python3 (3.9 or later) on the path, and no {DotNetWorker} in {_directory}. "
                + $"Install Python, or reference Pool.Worker, or set {VariableName} to a JSON array such as [\"my-worker\",\"--flag\"].");
    }

    // A JSON array and not a command line, because splitting one takes the rules of some shell, and no shell is involved here.
    private static ProcessAdapterOptions Parse(string text)
    {
        try
        {
            string[]? parts = JsonSerializer.Deserialize<string[]>(text);
            if (parts is [{ Length: > 0 } file, .. var arguments] && Array.TrueForAll(arguments, static a => a is not null))
            {
                return new ProcessAdapterOptions { FileName = file, Arguments = arguments };
            }
        }
        catch (JsonException)
        {
            // Said below.
        }

        throw new InvalidOperationException(
            $"{VariableName} is {text}, which is not a JSON array of strings. Write the file and its arguments as [\"python3\",\"-m\",\"my_worker\"].");
    }
}
