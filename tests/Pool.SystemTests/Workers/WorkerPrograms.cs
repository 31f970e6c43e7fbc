using Pool.Runtime.Adapters;

namespace Pool.SystemTests.Workers;

internal static class WorkerPrograms
{
    private static readonly Lazy<PythonInterpreter> Interpreter = new(() =>
        PythonInterpreter.Find() ?? throw new InvalidOperationException("These tests need python3 (3.9 or later) on the path; install it."));

    public static PythonInterpreter Python => Interpreter.Value;

    public static ProcessAdapterOptions Options(this WorkerProgram program) => program == WorkerProgram.Python
        ? ProcessAdapterOptions.Python(Python)
        : ProcessAdapterOptions.DotNet(Path.Combine(AppContext.BaseDirectory, "Pool.Worker.dll"));

    public static ProcessAdapter Adapter(this WorkerProgram program) => new(program.Options());

    /// <summary>A Python worker whose commands are the module's text.</summary>
    public static ProcessAdapter FromPythonModule(string folder, string name, string text)
    {
        File.WriteAllText(Path.Combine(folder, name + ".py"), text);
        var options = ProcessAdapterOptions.Python(Python, name);
        var paths = new Dictionary<string, string?>(options.EnvironmentVariables, StringComparer.Ordinal);
        paths["PYTHONPATH"] += Path.PathSeparator + folder;
        return new ProcessAdapter(options with { EnvironmentVariables = paths });
    }
}
