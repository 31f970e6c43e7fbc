using System.Globalization;
using Pool.NUnit.Isolation.Determinism;
using Pool.Runtime.Adapters.Processes;

namespace Pool.NUnit.Isolation.Processes;

/// <summary>Linux: /proc finds the processes by tag, a pidfd reaches exactly the one that was checked.</summary>
internal sealed class LinuxProcessControl(TimeProvider clock) : ProcessControl
{
    public override IReadOnlyList<ProcessEntry> FindLive(ProcessTag tag, IReadOnlyCollection<int> recorded)
    {
        List<ProcessEntry> found = [];
        foreach (int id in ProcFile.ProcessIds())
        {
            if (id != Environment.ProcessId && tag.IsOn(id) && ProcFile.IsAlive(id))
            {
                found.Add(new ProcessEntry(id, ProcFile.CommandLine(id)));
            }
        }

        return found;
    }

    public override async Task KillAsync(int processId, ProcessTag tag, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using PidHandle process = Open(processId, tag);
        bool alive = process.TrySend(LinuxNative.SigKill);
        // On a thread of the pool because poll(2) blocks.
        if (alive && !await Task.Run(() => process.WaitForExit(timeout, clock), cancellationToken))
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"Process {processId} was sent SIGKILL and was still in state {ProcFile.State(processId)} after {timeout.TotalMilliseconds:0} ms."));
        }
    }

    public override async Task<IDisposable> SuspendAsync(
        int processId, ProcessTag tag, TimeSpan timeout, CancellationToken cancellationToken)
    {
        PidHandle process = Open(processId, tag);
        SuspendedProcess suspended = new(process);
        try
        {
            process.TrySend(LinuxNative.SigStop);
            await Eventually.SatisfiesAsync(
                () => ProcFile.State(processId),
                static state => state == 'T',
                new EventuallyOptions { Timeout = timeout, Clock = clock, Description = $"process {processId} is stopped (state T)" },
                cancellationToken);
            return suspended;
        }
        catch
        {
            suspended.Dispose();
            throw;
        }
    }

    // Opened before the tag is read: from then on the id can't come to mean another process.
    private static PidHandle Open(int processId, ProcessTag tag)
    {
        PidHandle? process = PidHandle.TryOpen(processId);
        if (process is not null && tag.IsOn(processId))
        {
            return process;
        }

        process?.Dispose();
        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"Process {processId} is not a live process of this test (tag {ProcessTag.TestVariable}={tag.TestId}), so it was left alone. An adapter of your own must start its processes with TestEnvironment.ProcessVariables."));
    }
}
