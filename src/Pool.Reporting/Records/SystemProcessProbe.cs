using System.ComponentModel;
using System.Diagnostics;

namespace Pool.Reporting.Records;

/// <summary>Asks the operating system.</summary>
internal sealed class SystemProcessProbe : IProcessProbe
{
    // Start times are rounded to clock ticks and the wall clock may be adjusted between the two readings.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    public bool IsAlive(int processId, DateTimeOffset recordingSince)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited && process.StartTime.ToUniversalTime() <= recordingSince.UtcDateTime + Tolerance;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (Exception e) when (e is Win32Exception or NotSupportedException)
        {
            // It exists, but its start time is not ours to see. Saying "still running" is the smaller error: it blames
            // nobody.
            return true;
        }
    }
}
