using System.Diagnostics;
using System.Runtime.InteropServices;
using Pool.NUnit.Isolation.Processes;

namespace Pool.NUnit.Isolation.Tests.Processes;

[Platform("Linux")]
internal sealed class PidHandleTests
{
    private const int SigChld = 17;

    [Test]
    public void Wait_for_the_end_of_a_process_outlasts_signals_to_its_thread()
    {
        using Process process = Process.Start(new ProcessStartInfo("sleep") { ArgumentList = { "300" } })!;
        using PidHandle handle = PidHandle.TryOpen(process.Id)!;
        using ManualResetEventSlim started = new();
        nint id = 0;
        bool? ended = null;
        Thread waiting = new(() =>
        {
            id = ThreadSelf();
            started.Set();
            ended = handle.WaitForExit(TimeSpan.FromSeconds(30), TimeProvider.System);
        });
        waiting.Start();
        started.Wait();
        for (int i = 0; i < 50 && !waiting.Join(TimeSpan.FromMilliseconds(2)); i++)
        {
            ThreadKill(id, SigChld).ShouldBe(0);
        }

        process.Kill();
        waiting.Join(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        ended.ShouldBe(true);
    }

    [Test]
    public void Wait_ends_with_its_time_when_the_process_lives_on()
    {
        using Process process = Process.GetCurrentProcess();
        using PidHandle handle = PidHandle.TryOpen(process.Id)!;
        handle.WaitForExit(TimeSpan.FromMilliseconds(20), TimeProvider.System).ShouldBeFalse();
    }

    [DllImport("libc", EntryPoint = "pthread_self")]
    private static extern nint ThreadSelf();

    [DllImport("libc", EntryPoint = "pthread_kill")]
    private static extern int ThreadKill(nint thread, int signal);
}
