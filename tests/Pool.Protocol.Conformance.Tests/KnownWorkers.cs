using System.Diagnostics;
using Pool.Protocol.Conformance.Workers;

namespace Pool.Protocol.Conformance.Tests;

/// <summary>The workers that the suite is tried on.</summary>
internal static class KnownWorkers
{
    private static readonly Lazy<string> Interpreter = new(ResolveInterpreter);

    public static WorkerCommand PythonSdk => new([.. Python, "-I", Repository.PathOf("src", "python", "pool_worker", "__main__.py")]);

    /// <summary>The Python SDK with no command and no snapshots.</summary>
    public static WorkerCommand WithoutCommands =>
        new(["env", $"PYTHONPATH={Repository.PathOf("src", "python")}", .. Python, "-c", "from pool_worker import Worker; Worker('bare 1.0').run()"]);

    public static WorkerCommand DotNetSdk => new("dotnet", Path.Combine(AppContext.BaseDirectory, "Pool.Worker.dll"));

    public static WorkerCommand OtherLanguage => new("sh", Repository.PathOf("samples", "OtherLanguageWorker", "worker.sh"));

    /// <summary>The worker of BrokenWorker/, which breaks nothing when it is not told to.</summary>
    public static WorkerCommand Broken(params string[] options) =>
        new([.. Python, "-I", Repository.PathOf("tests", "Pool.Protocol.Conformance.Tests", "BrokenWorker"), .. options]);

    // The command python3 may be a version manager's script, which would cost more at each start than the worker.
    private static IEnumerable<string> Python => [Interpreter.Value, "-B", "-S"];

    private static string ResolveInterpreter()
    {
        using Process process = Process.Start(new ProcessStartInfo("python3", ["-c", "import sys; print(sys.executable)"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        string path = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return File.Exists(path) ? path : throw new InvalidOperationException($"python3 says that it is '{path}'; install Python 3.9 or later.");
    }
}
