using System.Diagnostics;

namespace Pool.NUnit.Isolation.Processes;

/// <summary>A process that was suspended without a pidfd; disposing lets it run on.</summary>
internal sealed class PortableSuspension(Process process) : IDisposable
{
    private int _resumed;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _resumed, 1) != 0)
        {
            return;
        }

        // One that was killed meanwhile needs no resuming.
        if (!process.HasExited)
        {
            PortableNative.Resume(process);
        }

        process.Dispose();
    }
}
