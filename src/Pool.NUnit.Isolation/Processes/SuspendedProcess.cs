using Pool.Runtime.Adapters.Processes;

namespace Pool.NUnit.Isolation.Processes;

/// <summary>A process that was sent SIGSTOP; disposing lets it run on.</summary>
internal sealed class SuspendedProcess(PidHandle process) : IDisposable
{
    private int _resumed;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _resumed, 1) == 0)
        {
            // False when it has been killed meanwhile, which ends a suspension as well.
            process.TrySend(LinuxNative.SigCont);
            process.Dispose();
        }
    }
}
