using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Pool.SystemTests.Workers;

/// <summary>What the operating system says of a process, asked from outside the pool.</summary>
internal static partial class OperatingSystemProcess
{
    private const int Continue = 18;
    private const int Stop = 19;

    public static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }

    public static void Suspend(int pid) => kill(pid, Stop).ShouldBe(0);

    public static void Resume(int pid) => kill(pid, Continue).ShouldBe(0);

    /// <summary>Runs, sleeps or is stopped; a zombie does not count.</summary>
    public static bool IsAlive(int pid)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            return stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            return false;
        }
    }

    /// <summary>Waits for the end of a process that is not our child, without polling by the clock of the test.</summary>
    public static async Task ShouldEndAsync(int pid, TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        try
        {
            using var process = Process.GetProcessById(pid);
            await process.WaitForExitAsync(patience.Token);
        }
        catch (ArgumentException)
        {
            return;
        }
        catch (OperationCanceledException)
        {
            IsAlive(pid).ShouldBeFalse($"Process {pid} is still there after {within}.");
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int pid, int signal);
}
