using System.Diagnostics;
using System.Globalization;
using Pool.Runtime;
using Pool.Runtime.Adapters;
using Pool.SystemTests.Hosts;
using Pool.SystemTests.Workers;

namespace Pool.SystemTests.Processes;

/// <summary>A host that was killed, and what is left of it.</summary>
internal sealed class KilledHost
{
    private const int LongestWaitMs = 250;
    private const int ShortestWaitMs = 20;

    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    private readonly string _mark = ProcessWorker.NewMark();
    private readonly TimeProvider _time = TimeProvider.System;
    private long _killedAt;
    private HashSet<int>? _workers;

    private KilledHost()
    {
    }

    /// <summary>Starts a host, waits for its state and a little longer, and kills it.</summary>
    public static async Task<KilledHost> RunAsync(string folder, StartMode mode, OrphanGuard guard, string state, Random random, CancellationToken patience)
    {
        var killed = new KilledHost();
        await killed.RunAsync([folder, WorkerPrograms.Python.Path, mode.ToString(), guard.ToString(), state, killed._mark], state, random, patience);
        return killed;
    }

    /// <summary>Whether a process is one of the host's workers, and not what they have started.</summary>
    public bool IsWorker(int processId) => _workers is null || _workers.Contains(processId);

    /// <summary>Whether a process was started with the environment of a worker.</summary>
    public bool HasTag(int processId) => ProcessWorker.Marked("MARK=" + _mark).Contains(processId);

    public async Task ShouldLeaveAsync(Func<int, bool> nobody, string moment)
    {
        foreach (var process in ProcessWorker.Marked(_mark).Where(nobody))
        {
            var left = OneSecond - _time.GetElapsedTime(_killedAt);
            await OperatingSystemProcess.ShouldEndAsync(process, left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        ProcessWorker.Marked(_mark).Where(nobody).ShouldBeEmpty(moment);
    }

    public void KillRest()
    {
        foreach (var process in ProcessWorker.Marked(_mark))
            OperatingSystemProcess.Kill(process);
    }

    private async Task RunAsync(string[] arguments, string state, Random random, CancellationToken patience)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(TestHost.AssemblyOf("Pool.SystemTests.Host"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["MARK"] = _mark;
        start.Environment["PYTHONPATH"] = AppContext.BaseDirectory;
        using var host = Process.Start(start)!;
        var errors = host.StandardError.ReadToEndAsync(patience);
        try
        {
            var isStarting = state == "Starting";
            await ReadUntilAsync(host, isStarting ? "starting" : "there", errors, patience);
            if (!isStarting)
                ProcessWorker.Marked(_mark).Count.ShouldBeGreaterThan(_workers!.Count, "A host and its workers are there before it is killed.");
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(isStarting ? LongestWaitMs : ShortestWaitMs)), _time, patience);
        }
        finally
        {
            host.Kill();
            _killedAt = _time.GetTimestamp();
            await host.WaitForExitAsync(patience);
        }
    }

    private async Task ReadUntilAsync(Process host, string word, Task<string> errors, CancellationToken patience)
    {
        while (await host.StandardOutput.ReadLineAsync(patience) is { } line)
        {
            var words = line.Split(' ');
            if (words[0] != word)
                continue;
            if (words.Length > 1)
                _workers = [.. words[1..].Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
            return;
        }

        throw new InvalidOperationException($"The host ended before it was '{word}': {await errors}");
    }
}
