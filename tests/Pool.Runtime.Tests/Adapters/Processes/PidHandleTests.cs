using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Pool.Runtime.Adapters.Processes;

namespace Pool.Runtime.Tests.Adapters.Processes;

internal sealed partial class PidHandleTests
{
    private const int SigChld = 17;

    [Test]
    public async Task Wait_for_a_process_goes_on_after_a_signal_interrupts_it()
    {
        using Process sleeper = Process.Start(new ProcessStartInfo("sleep", "300"))!;
        using PidHandle handle = PidHandle.TryOpen(sleeper.Id)!;
        TaskCompletionSource<int> threadId = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<bool> wait = Task.Factory.StartNew(
            () =>
            {
                threadId.SetResult(GetThreadId());
                return handle.WaitForExit(TimeSpan.FromSeconds(60), TimeProvider.System);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        int thread = await threadId.Task;

        // The runtime handles this signal, as it does whenever a child ends.
        for (int interruptions = 0; interruptions < 100 && !wait.IsCompleted; interruptions++)
        {
            SpinWait.SpinUntil(() => wait.IsCompleted || Sleeps(thread));
            if (SendSignal(Environment.ProcessId, thread, SigChld) != 0)
            {
                break;
            }
        }

        wait.IsCompleted.ShouldBeFalse();
        sleeper.Kill();
        (await wait).ShouldBeTrue();
    }

    [Test]
    public async Task Wait_for_a_process_that_lives_on_ends_with_its_time()
    {
        using Process sleeper = Process.Start(new ProcessStartInfo("sleep", "300"))!;
        using PidHandle handle = PidHandle.TryOpen(sleeper.Id)!;

        (await Task.Run(() => handle.WaitForExit(TimeSpan.FromMilliseconds(20), TimeProvider.System))).ShouldBeFalse();

        sleeper.Kill();
    }

    private static bool Sleeps(int thread)
    {
        string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/self/task/{thread}/stat"));
        return stat[stat.LastIndexOf(')') + 2] == 'S';
    }

    [LibraryImport("libc", EntryPoint = "gettid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetThreadId();

    [LibraryImport("libc", EntryPoint = "tgkill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int process, int thread, int signal);
}
