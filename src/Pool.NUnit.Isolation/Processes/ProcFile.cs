using System.Globalization;
using System.Text;

namespace Pool.NUnit.Isolation.Processes;

/// <summary>Reads /proc/[pid], where a process may vanish between any two reads.</summary>
internal static class ProcFile
{
    private const int MaxCommandLine = 300;

    public static IEnumerable<int> ProcessIds()
    {
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out int id))
            {
                yield return id;
            }
        }
    }

    /// <summary>Whether the environment with which the process was started has both variables of the tag, exactly.</summary>
    public static bool HasTag(int processId, ProcessTag tag)
    {
        byte[]? environment = TryRead(processId, "environ");
        return environment is not null
            && HasVariable(environment, ProcessTag.TestVariable, tag.TestId)
            && HasVariable(environment, ProcessTag.RunVariable, tag.RunId);
    }

    /// <summary>The state letter of proc(5): R, S, D, T, Z, X...; null when the process is gone.</summary>
    public static char? State(int processId)
    {
        byte[]? stat = TryRead(processId, "stat");
        if (stat is null)
        {
            return null;
        }

        // The name stands in parentheses and may itself contain any character, so the last one counts.
        int end = Array.LastIndexOf(stat, (byte)')');
        return end >= 0 && end + 2 < stat.Length ? (char)stat[end + 2] : null;
    }

    public static bool IsAlive(int processId) => State(processId) is not (null or 'Z' or 'X');

    public static string CommandLine(int processId)
    {
        byte[] bytes = TryRead(processId, "cmdline") ?? [];
        string text = Encoding.UTF8.GetString(bytes).Replace('\0', ' ').Trim();
        return text.Length <= MaxCommandLine ? text : string.Concat(text.AsSpan(0, MaxCommandLine), "…");
    }

    internal static bool HasVariable(ReadOnlySpan<byte> environment, string name, string value)
    {
        ReadOnlySpan<byte> entry = Encoding.UTF8.GetBytes($"{name}={value}");
        while (!environment.IsEmpty)
        {
            int end = environment.IndexOf((byte)0);
            ReadOnlySpan<byte> current = end < 0 ? environment : environment[..end];
            if (current.SequenceEqual(entry))
            {
                return true;
            }

            environment = end < 0 ? [] : environment[(end + 1)..];
        }

        return false;
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
