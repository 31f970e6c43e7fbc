using System.Diagnostics;

namespace Pool.SystemTests.Hosts;

/// <summary>A test host started as a user would, and what it printed.</summary>
internal sealed class TestHost : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private TestHost(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary><c>dotnet test</c> of an assembly of this repository that is built already.</summary>
    public static TestHost Start(string project, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add("test");
        start.ArgumentList.Add(AssemblyOf(project));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // What the surrounding run was told must not reach the one that is tested.
        foreach (var name in new[] { "TEST_MODE", "POOL_RUN_ID", "POOL_REPORT_DIR", "POOL_SEED", "POOL_WORKER_COMMAND" })
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new TestHost(Process.Start(start)!);
    }

    public async Task<(int ExitCode, string Output)> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        return (_process.ExitCode, await _output + await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    // All assemblies are built into artifacts/bin/<project>/<configuration>.
    public static string AssemblyOf(string project)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, project + ".dll");
    }
}
