using System.Globalization;
using Pool.Runtime.Adapters;
using Pool.SystemTests.Workers;

namespace Pool.SystemTests.Processes;

/// <summary>Options of the worker in <c>process_worker.py</c>, which tells what it is as a process.</summary>
internal static class ProcessWorker
{
    private static int _lastMark = 1_000_000 + (Environment.ProcessId * 1000);

    public static ProcessAdapterOptions Options(StartMode mode, params (string Name, string? Value)[] variables)
    {
        var options = ProcessAdapterOptions.Python(WorkerPrograms.Python, "process_worker");
        var all = new Dictionary<string, string?>(options.EnvironmentVariables, StringComparer.Ordinal);
        foreach (var (name, value) in variables)
            all[name] = value;
        return options with { StartMode = mode, EnvironmentVariables = all };
    }

    /// <summary>An argument of <c>sleep</c> that no other test uses: by it a process is found from outside.</summary>
    public static string NewMark() => Interlocked.Increment(ref _lastMark).ToString(CultureInfo.InvariantCulture);

    /// <summary>Live processes whose command line or environment has the text.</summary>
    public static IReadOnlyList<int> Marked(string text) =>
        [.. Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && id != Environment.ProcessId && OperatingSystemProcess.IsAlive(id))
            .Where(id => Read(id, "cmdline").Contains(text, StringComparison.Ordinal) || Read(id, "environ").Contains(text, StringComparison.Ordinal))];

    /// <summary>Waits for the end of every process with the text.</summary>
    public static async Task ShouldAllEndAsync(string text, TimeSpan within)
    {
        var until = TimeProvider.System.GetTimestamp();
        foreach (var id in Marked(text))
            await OperatingSystemProcess.ShouldEndAsync(id, within - TimeProvider.System.GetElapsedTime(until));
        Marked(text).ShouldBeEmpty();
    }

    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/{file}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
