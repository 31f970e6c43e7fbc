using System.Globalization;
using System.Text;

namespace Pool.Runtime.Adapters.Processes;

/// <summary>Reads /proc/[pid] of Linux, where a process may vanish between any two reads.</summary>
internal static class ProcFile
{
    private const int MaxCommandLine = 300;

    // Counted behind the name, whose parentheses may hold any character: state is 0, the parent 1 (proc_pid_stat(5)).
    private const int ParentField = 1;
    private const int StartTimeField = 19;

    public static IEnumerable<int> ProcessIds()
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                yield return id;
        }
    }

    /// <summary>Whether the environment with which the process was started has all these variables, exactly.</summary>
    public static bool HasVariables(int processId, params ReadOnlySpan<(string Name, string Value)> variables)
    {
        if (TryRead(processId, "environ") is not { } environment)
            return false;
        foreach (var (name, value) in variables)
        {
            if (!HasVariable(environment, name, value))
                return false;
        }

        return true;
    }

    /// <summary>The state letter of proc(5): R, S, D, T, Z, X...; null when the process is gone.</summary>
    public static char? State(int processId) => Fields(processId) is [{ Length: 1 } state, ..] ? state[0] : null;

    public static bool IsAlive(int processId) => State(processId) is not (null or 'Z' or 'X');

    /// <summary>Id of its parent; null when the process is gone.</summary>
    public static int? Parent(int processId) =>
        Fields(processId) is { } fields && int.TryParse(fields.ElementAtOrDefault(ParentField), NumberStyles.None, CultureInfo.InvariantCulture, out var parent) ? parent : null;

    /// <summary>When it was started, in ticks of the kernel since it booted; null when the process is gone.</summary>
    public static long? StartTime(int processId) =>
        Fields(processId) is { } fields && long.TryParse(fields.ElementAtOrDefault(StartTimeField), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? ticks : null;

    /// <summary>Its children, as far as the main thread started them; empty when it has none or is gone.</summary>
    public static IReadOnlyList<int> Children(int processId) => ChildrenOf(processId, processId);

    /// <summary>Its id in the innermost namespace that it is in; null when the process is gone.</summary>
    public static int? InnermostId(int processId)
    {
        const string Key = "NSpid:";
        var status = Encoding.UTF8.GetString(TryRead(processId, "status") ?? []);
        var at = status.IndexOf(Key, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var ids = status.AsSpan(at + Key.Length);
        ids = ids[..ids.IndexOf('\n')].Trim();
        return int.TryParse(ids[(ids.LastIndexOf('\t') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
    }

    /// <summary>The process and all that descend from it, as far as their parents still live.</summary>
    public static IReadOnlyList<int> Tree(int processId)
    {
        List<int> tree = [processId];
        for (var i = 0; i < tree.Count; i++)
        {
            foreach (var thread in Threads(tree[i]))
                tree.AddRange(ChildrenOf(tree[i], thread).Except(tree));
        }

        return tree;
    }

    public static string CommandLine(int processId)
    {
        var bytes = TryRead(processId, "cmdline") ?? [];
        var text = Encoding.UTF8.GetString(bytes).Replace('\0', ' ').Trim();
        return text.Length <= MaxCommandLine ? text : string.Concat(text.AsSpan(0, MaxCommandLine), "…");
    }

    internal static bool HasVariable(ReadOnlySpan<byte> environment, string name, string value)
    {
        ReadOnlySpan<byte> entry = Encoding.UTF8.GetBytes($"{name}={value}");
        while (!environment.IsEmpty)
        {
            var end = environment.IndexOf((byte)0);
            var current = end < 0 ? environment : environment[..end];
            if (current.SequenceEqual(entry))
                return true;
            environment = end < 0 ? [] : environment[(end + 1)..];
        }

        return false;
    }

    private static string[]? Fields(int processId)
    {
        if (TryRead(processId, "stat") is not { } stat)
            return null;
        var end = Array.LastIndexOf(stat, (byte)')');
        return end < 0 ? null : Encoding.ASCII.GetString(stat.AsSpan(end + 1)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static List<int> ChildrenOf(int processId, int thread) =>
        [.. Encoding.ASCII.GetString(TryRead(processId, string.Create(CultureInfo.InvariantCulture, $"task/{thread}/children")) ?? [])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];

    private static IEnumerable<int> Threads(int processId)
    {
        try
        {
            return [.. Directory.GetDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/task"))
                .Select(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static byte[]? TryRead(int processId, string file)
    {
        try
        {
            return File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/{file}"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Gone, or another user's: not a process of ours.
            return null;
        }
    }
}
