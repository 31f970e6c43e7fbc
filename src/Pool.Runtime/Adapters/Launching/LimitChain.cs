using System.Globalization;
using Pool.Runtime.Adapters.Processes;

namespace Pool.Runtime.Adapters.Launching;

/// <summary>Programs of the system that set a limit and then become what is behind them: so it holds from the first instruction.</summary>
internal static class LimitChain
{
    /// <exception cref="WorkerStartFailure">The system has no program for a limit.</exception>
    public static IReadOnlyList<string> For(WorkerLimits? limits)
    {
        if (limits is null)
            return [];
        List<string> chain = [];
        if (limits.OpenFiles is { } files)
            Add(chain, "prlimit", nameof(limits.OpenFiles), string.Create(CultureInfo.InvariantCulture, $"--nofile={files}:{files}"));
        if (limits.Cpus is { } cpus)
            Add(chain, "taskset", nameof(limits.Cpus), "--cpu-list", Listed(cpus));
        if (limits.Niceness is { } niceness)
            Add(chain, "nice", nameof(limits.Niceness), "-n", niceness.ToString(CultureInfo.InvariantCulture));
        return chain;
    }

    public static string Listed(IReadOnlyList<int> cpus) => string.Join(',', cpus.Select(cpu => cpu.ToString(CultureInfo.InvariantCulture)));

    private static void Add(List<string> chain, string program, string limit, params ReadOnlySpan<string> arguments)
    {
        var path = (OperatingSystem.IsLinux() ? SystemProgram.Find(program) : null) ?? throw new WorkerStartFailure(
            $"{nameof(WorkerLimits)}.{limit} needs '{program}', which this system has not; leave the limit out, or install util-linux and coreutils.", null);
        chain.Add(path);
        chain.AddRange(arguments);
    }
}
