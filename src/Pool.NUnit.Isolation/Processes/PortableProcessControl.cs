using System.Diagnostics;
using System.Globalization;

namespace Pool.NUnit.Isolation.Processes;

/// <summary>
/// Other systems, where a process's environment can't be read: only processes recorded by the test's pools are known, so
/// grandchildren go unseen, and that a process is suspended is believed, not seen. Untested on Windows and macOS.
/// </summary>
internal sealed class PortableProcessControl : ProcessControl
{
    public override IReadOnlyList<ProcessEntry> FindLive(ProcessTag tag, IReadOnlyCollection<int> recorded)
    {
        List<ProcessEntry> found = [];
        foreach (int id in recorded)
        {
            using Process? process = TryGet(id);
            if (process is { HasExited: false })
            {
                found.Add(new ProcessEntry(id, process.ProcessName));
            }
        }

        return found;
    }

    public override async Task KillAsync(int processId, ProcessTag tag, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using Process process = TryGet(processId) ?? throw new InvalidOperationException(
            string.Create(CultureInfo.InvariantCulture, $"There is no process {processId}."));
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(cancellationToken).WaitAsync(timeout, TimeProvider.System, cancellationToken);
    }

    public override Task<IDisposable> SuspendAsync(
        int processId, ProcessTag tag, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Process process = TryGet(processId) ?? throw new InvalidOperationException(
            string.Create(CultureInfo.InvariantCulture, $"There is no process {processId}."));
        if (PortableNative.Suspend(process))
        {
            return Task.FromResult<IDisposable>(new PortableSuspension(process));
        }

        process.Dispose();
        throw new InvalidOperationException(
            string.Create(CultureInfo.InvariantCulture, $"The system refused to suspend process {processId}. Run the test as the user who owns it."));
    }

    private static Process? TryGet(int processId)
    {
        try
        {
            return Process.GetProcessById(processId);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
