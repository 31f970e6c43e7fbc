using System.Globalization;
using Pool.NUnit.Isolation.Hosting;
using Pool.NUnit.Isolation.Processes;
using Pool.NUnit.Isolation.Resources;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>Ends an environment: releases its resources, then looks for processes that outlived them.</summary>
internal static class EnvironmentTearDown
{
    private static readonly TimeSpan KillTimeout = TimeSpan.FromSeconds(5);

    // A process that was told to end needs a moment to be gone.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);

    public static async Task<TearDownReport> RunAsync(TestEnvironment environment, IsolationRun run, TimeProvider clock)
    {
        environment.Pools?.Survey();
        IReadOnlyList<ResourceFailure> failures = await environment.Resources.ReleaseAllAsync(environment.Teardown.Budget);
        return new TearDownReport(failures, await KillLeftoversAsync(environment, run.Processes, clock));
    }

    private static async Task<IReadOnlyList<string>> KillLeftoversAsync(TestEnvironment environment, ProcessControl processes, TimeProvider clock)
    {
        ProcessTag tag = environment.Identity.Tag;
        if (!tag.WasGiven)
        {
            return [];
        }

        long started = clock.GetTimestamp();
        IReadOnlyCollection<int> recorded = environment.Pools?.ProcessIds ?? [];
        IReadOnlyList<ProcessEntry> left = processes.FindLive(tag, recorded);
        for (TimeSpan pause = FirstPause; left.Count > 0 && clock.GetElapsedTime(started) < Grace; pause *= 2)
        {
            await Task.Delay(pause, clock);
            left = processes.FindLive(tag, recorded);
        }

        List<string> messages = [];
        foreach (ProcessEntry process in left)
        {
            string fate = await KillAsync(processes, process, tag);
            messages.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"The test left process {process.ProcessId} running ({process.CommandLine}); {fate}. End it in the test, or push it onto TestEnvironment.Resources."));
        }

        return messages;
    }

    private static async Task<string> KillAsync(ProcessControl processes, ProcessEntry process, ProcessTag tag)
    {
        try
        {
            await processes.KillAsync(process.ProcessId, tag, KillTimeout, CancellationToken.None);
            return "it was killed";
        }
        catch (Exception error)
        {
            return $"it could not be killed: {error.Message}";
        }
    }
}
