using System.Globalization;
using Pool.NUnit.Isolation.Processes;

namespace Pool.NUnit.Isolation.Resources;

/// <summary>The end of what tests shared: stops it in reverse order, then looks for processes that outlived that.</summary>
internal sealed class ResourceEnd(ResourceScope scope, SharedResourceOwner owner, ProcessControl processes, TimeProvider clock)
{
    private static readonly TimeSpan CancelTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KillTimeout = TimeSpan.FromSeconds(5);

    // A process that was told to end needs a moment to be gone.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);

    /// <summary>What went wrong; empty when nothing did.</summary>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        try
        {
            await owner.CancelAsync().WaitAsync(CancelTimeout, clock);
        }
        catch (Exception)
        {
            // A callback of a start that nobody waits for any more; that start tells its own end.
        }

        await scope.SettleAsync();
        IReadOnlyList<ResourceFailure> failures = await owner.Stack.ReleaseAllAsync(scope.StopTime);
        List<string> problems = [.. failures.Select(static f => f.Message), .. await KillLeftoversAsync()];
        owner.Dispose();
        return problems;
    }

    private async Task<IReadOnlyList<string>> KillLeftoversAsync()
    {
        if (!owner.Tag.WasGiven)
        {
            return [];
        }

        long started = clock.GetTimestamp();
        IReadOnlyList<ProcessEntry> left = processes.FindLive(owner.Tag, []);
        for (TimeSpan pause = FirstPause; left.Count > 0 && clock.GetElapsedTime(started) < Grace; pause *= 2)
        {
            await Task.Delay(pause, clock);
            left = processes.FindLive(owner.Tag, []);
        }

        List<string> messages = [];
        foreach (ProcessEntry process in left)
        {
            string fate = await KillAsync(process);
            messages.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"Process {process.ProcessId} ({process.CommandLine}) ran on after its resource was stopped; {fate}. End it in StopAsync."));
        }

        return messages;
    }

    private async Task<string> KillAsync(ProcessEntry process)
    {
        try
        {
            await processes.KillAsync(process.ProcessId, owner.Tag, KillTimeout, CancellationToken.None);
            return "it was killed";
        }
        catch (Exception error)
        {
            return $"it could not be killed: {error.Message}";
        }
    }
}
