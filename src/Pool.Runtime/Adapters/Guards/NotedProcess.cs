using System.Globalization;

namespace Pool.Runtime.Adapters.Guards;

/// <summary>A process as its host has noted it: the id alone may have gone to another since, with its start it cannot.</summary>
/// <param name="ProcessId">Its id.</param>
/// <param name="StartTime">When it was started, in ticks of the kernel since it booted.</param>
internal sealed record NotedProcess(int ProcessId, long StartTime)
{
    public static NotedProcess? TryParse(string line) =>
        line.Split(' ') is [var id, var start]
        && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
        && long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var startTime)
            ? new NotedProcess(processId, startTime)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ProcessId} {StartTime}");
}
