using System.Globalization;
using System.IO.Pipes;

namespace Pool.Protocol.Conformance.Workers;

/// <summary>A process's open files, as Linux shows them.</summary>
internal static class DescriptorTable
{
    // O_CLOEXEC, in the octal digits of /proc/PID/fdinfo.
    private const long CloseOnExec = 0x80000;
    private const int StandardError = 2;

    /// <summary>Name of the file behind a stream of this process, such as pipe:[4711].</summary>
    public static string NameOf(Stream stream)
    {
        nint descriptor = stream switch
        {
            PipeStream pipe => pipe.SafePipeHandle.DangerousGetHandle(),
            FileStream file => file.SafeFileHandle.DangerousGetHandle(),
            _ => throw new NotApplicableException($"the descriptor of a {stream.GetType().Name} can't be told"),
        };
        return Target($"/proc/self/fd/{descriptor}") ?? throw new NotApplicableException("/proc doesn't show open files here");
    }

    /// <summary>Descriptors above the standard three that lead to one of the files and that a started program would inherit.</summary>
    public static IReadOnlyList<int> InheritedBy(int pid, IReadOnlyList<string> names) =>
    [
        .. Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd")
            .Where(entry => Target(entry) is { } target && names.Contains(target))
            .Select(entry => int.Parse(Path.GetFileName(entry), CultureInfo.InvariantCulture))
            .Where(descriptor => descriptor > StandardError && IsInherited(pid, descriptor)),
    ];

    private static bool IsInherited(int pid, int descriptor)
    {
        string flags = File.ReadLines($"/proc/{pid}/fdinfo/{descriptor}").First(line => line.StartsWith("flags:", StringComparison.Ordinal));
        return (Convert.ToInt64(flags["flags:".Length..].Trim(), 8) & CloseOnExec) == 0;
    }

    private static string? Target(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
