using Pool.NUnit.Isolation.Settings.Table;
using Pool.Runtime.Adapters;

namespace Pool.NUnit.Isolation.Layers;

/// <summary>
/// Which program a worker of the Full layer is: the setting <c>WorkerCommand</c>, else the bundled Python worker, else the .NET one.
/// </summary>
internal sealed class WorkerCommand
{
    private const string DotNetWorker = "Pool.Worker.dll";

    private readonly IReadOnlyList<string>? _override;
    private readonly string _directory;
    private readonly StartMode _start;
    private readonly Lazy<PythonInterpreter?> _python;

    /// <param name="overriding">The program and its arguments; null for the bundled worker.</param>
    /// <param name="directory">Where the test assembly and the bundled workers lie.</param>
    /// <param name="findPython">Asks for the interpreter; called at most once, since that starts a process.</param>
    /// <param name="start">How workers are brought to life.</param>
    public WorkerCommand(
        IReadOnlyList<string>? overriding, string directory, Func<PythonInterpreter?> findPython, StartMode start = StartMode.Auto)
    {
        _override = overriding;
        _directory = directory;
        _start = start;
        _python = new Lazy<PythonInterpreter?>(findPython);
    }

    /// <exception cref="InvalidOperationException">There is no worker to start; the message says what to install or set.</exception>
    public ProcessAdapterOptions Resolve() => Program() with { StartMode = _start };

    private ProcessAdapterOptions Program()
    {
        if (_override is not null)
        {
            return new ProcessAdapterOptions { FileName = _override[0], Arguments = [.. _override.Skip(1)] };
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
                + $"Install Python, or reference Pool.Worker, or set {RunRows.WorkerCommand.Variable} to a JSON array such as [\"my-worker\",\"--flag\"].");
    }
}
