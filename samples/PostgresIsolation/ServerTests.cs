using System.Diagnostics;
using System.Globalization;
using Pool.NUnit.Isolation;
using Pool.NUnit.Isolation.Determinism;

namespace PostgresIsolation;

/// <summary>The server belongs to the run and does not outlive it, however the run ends.</summary>
[RequiresPostgres]
[Platform("Linux")]
internal sealed class ServerTests
{
    private const string HoldVariable = "POSTGRES_SAMPLE_HOLD";

    [IsolatedTest]
    public async Task Server_runs_while_tests_do(PostgresServer server, ShopDatabase database, TestEnvironment environment)
    {
        database.ConnectionString.ShouldNotBeEmpty();
        Children(server.ProcessId).ShouldNotBeEmpty();
        if (Environment.GetEnvironmentVariable(HoldVariable) is not { Length: > 0 } file)
            return;

        // In the run that the other test kills.
        int[] processes = [Environment.ProcessId, server.ProcessId, .. Children(server.ProcessId)];
        await File.WriteAllLinesAsync(file + ".new", [server.Folder, string.Join(' ', processes)], environment.CancellationToken);
        File.Move(file + ".new", file);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, environment.CancellationToken);
    }

    [IsolatedTest]
    public async Task Server_is_gone_when_the_test_host_was_killed(TestEnvironment environment)
    {
        string file = Path.Combine(environment.TempDirectory, "processes");
        var start = new ProcessStartInfo("dotnet", ["test", typeof(ServerTests).Assembly.Location, "--filter", $"Name={nameof(Server_runs_while_tests_do)}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach ((string name, string? value) in environment.ProcessVariables)
            start.Environment[name] = value;
        start.Environment[HoldVariable] = file;
        start.Environment["POOL_REPORT_DIR"] = Path.Combine(environment.TempDirectory, "report");
        using Process run = Process.Start(start)!;
        Task<string> output = run.StandardOutput.ReadToEndAsync(environment.CancellationToken);
        Task<string> error = run.StandardError.ReadToEndAsync(environment.CancellationToken);
        var patience = new EventuallyOptions { Timeout = TimeSpan.FromSeconds(60) };
        await Eventually.SatisfiesAsync(() => File.Exists(file) || run.HasExited, static done => done, patience, environment.CancellationToken);
        File.Exists(file).ShouldBeTrue(run.HasExited ? await output + await error : "");
        string[] held = await File.ReadAllLinesAsync(file, environment.CancellationToken);
        int[] processes = [.. held[1].Split(' ').Select(static id => int.Parse(id, CultureInfo.InvariantCulture))];
        // Host and server. Those that the server itself started may have ended since.
        processes[..2].ShouldAllBe(id => IsAlive(id));

        using (var host = Process.GetProcessById(processes[0]))
            host.Kill();

        await Eventually.SatisfiesAsync(
            () => string.Join(' ', processes.Where(IsAlive)), static left => left.Length == 0, patience, environment.CancellationToken);
        // What nobody was left to remove.
        Directory.Delete(held[0], recursive: true);
        await run.WaitForExitAsync(environment.CancellationToken);
        run.ExitCode.ShouldNotBe(0, await output);
    }

    private static bool IsAlive(int process) =>
        File.Exists($"/proc/{process}/stat") && !File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].StartsWith('Z');

    private static int[] Children(int process) =>
        [.. File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static id => int.Parse(id, CultureInfo.InvariantCulture))];
}
