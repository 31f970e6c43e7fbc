using System.Diagnostics;
using Pool.Runtime;

namespace Pool.SystemTests.Host;

internal static class HostStateEntry
{
    private static readonly string[] Ways = ["child", "daemon", "bare daemon", "forked daemon"];

    public static async Task EnterAsync(this HostState state, SessionPool pool, string mark)
    {
        switch (state)
        {
            case HostState.Busy:
                KeepBusy(pool);
                break;
            case HostState.Stopped:
                KeepBusy(pool);
                foreach (var worker in pool.GetStats().Workers)
                    await StopAsync(worker.ProcessId!.Value);
                break;
            case HostState.StoppedWithParents:
                KeepBusy(pool);
                foreach (var worker in pool.GetStats().Workers)
                {
                    for (var id = worker.ProcessId!.Value; id != Environment.ProcessId; id = ParentOf(id))
                        await StopAsync(id);
                }

                break;
            case HostState.WithGrandchildren:
                foreach (var way in Ways)
                    await pool.ExecuteAnonymousAsync("leave", new { how = way, mark });
                break;
        }
    }

    private static void KeepBusy(SessionPool pool)
    {
        for (var worker = 0; worker < pool.GetStats().Workers.Count; worker++)
            _ = pool.ExecuteAnonymousAsync("wait", new { seconds = 3000 }).AsTask();
    }

    private static int ParentOf(int processId)
    {
        var stat = File.ReadAllText(FormattableString.Invariant($"/proc/{processId}/stat"));
        // Behind the name, which is in parentheses and may hold any character: state, parent.
        return int.Parse(stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task StopAsync(int processId)
    {
        using var kill = Process.Start("kill", ["-STOP", processId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
