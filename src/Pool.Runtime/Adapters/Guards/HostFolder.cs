using System.Globalization;
using System.Security.Cryptography;
using Pool.Runtime.Adapters.Processes;

namespace Pool.Runtime.Adapters.Guards;

/// <summary>
/// A folder of one host's own, private to the user: its lock says that the host lives, its list names the processes it has
/// started, and sockets lie in it. All hosts of a user have theirs side by side, so that each finds those of the dead.
/// </summary>
/// <remarks>Thread-safe. Linux only.</remarks>
internal sealed class HostFolder : IDisposable
{
    // Under a name that no other host looks at until the lock is held.
    private const string Unfinished = "new-";
    private const string LockName = "lock";
    private const string ProcessesName = "processes";

    private static readonly TimeSpan LongestCreation = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly FileStream _lock;
    private readonly StreamWriter _processes;

    private HostFolder(string path, string id, FileStream held, StreamWriter processes)
    {
        Path = path;
        Id = id;
        _lock = held;
        _processes = processes;
    }

    public string Path { get; }

    /// <summary>Unique among all hosts of all time.</summary>
    public string Id { get; }

    /// <summary>Makes a folder below <paramref name="parent"/>.</summary>
    /// <exception cref="IOException">It cannot be made, or its parent is not the user's alone.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be made.</exception>
    public static HostFolder Create(string parent)
    {
        MakePrivate(parent);
        var id = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var unfinished = System.IO.Path.Combine(parent, Unfinished + id);
        MakePrivate(unfinished);
        var held = new FileStream(System.IO.Path.Combine(unfinished, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        try
        {
            if (TryLock(unfinished) is { } second)
            {
                second.Dispose();
                throw new IOException($"Files in '{parent}' can't be locked, so other hosts would take this one for dead; name another in {nameof(WorkerHostOptions)}.{nameof(WorkerHostOptions.Directory)}.");
            }

            var processes = new StreamWriter(new FileStream(
                System.IO.Path.Combine(unfinished, ProcessesName), FileMode.CreateNew, FileAccess.Write, FileShare.Read))
            { AutoFlush = true };
            var path = System.IO.Path.Combine(parent, id);
            Directory.Move(unfinished, path);
            return new HostFolder(path, id, held, processes);
        }
        catch
        {
            held.Dispose();
            Remove(unfinished);
            throw;
        }
    }

    /// <summary>Where a user's hosts keep their folders.</summary>
    public static string DefaultParent()
    {
        var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
        var mine = string.Create(CultureInfo.InvariantCulture, $"pool-{Libc.EffectiveUserId()}");
        return System.IO.Path.Combine(Directory.Exists(runtime) ? runtime : System.IO.Path.GetTempPath(), mine);
    }

    /// <summary>Notes a process, so that whoever finds this folder without its host knows whom it had.</summary>
    public void Note(int processId)
    {
        // Gone already: nobody to note.
        if (ProcFile.StartTime(processId) is not { } startTime)
            return;
        lock (_gate)
            _processes.WriteLine(new NotedProcess(processId, startTime).ToString());
    }

    /// <summary>Folders below <paramref name="parent"/> whose hosts are dead. Each is the caller's alone until it is disposed of.</summary>
    public static IEnumerable<DeadHost> FindDead(string parent, TimeProvider time)
    {
        foreach (var path in Directory.EnumerateDirectories(parent))
        {
            var name = System.IO.Path.GetFileName(path);
            if (name.StartsWith(Unfinished, StringComparison.Ordinal))
            {
                if (time.GetUtcNow().UtcDateTime - Directory.GetLastWriteTimeUtc(path) > LongestCreation)
                    Remove(path);
            }
            else if (TryLock(path) is { } held)
            {
                yield return new DeadHost(path, name, held);
            }
        }
    }

    /// <summary>The processes that the host of a folder has noted. Lines that are none are left out: it may have died in the midst of one.</summary>
    public static IReadOnlyList<NotedProcess> ReadProcesses(string path)
    {
        try
        {
            return [.. File.ReadLines(System.IO.Path.Combine(path, ProcessesName)).Select(NotedProcess.TryParse).OfType<NotedProcess>()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public static void Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another host was faster, or it is somebody else's and stays.
        }
    }

    /// <summary>Removes the folder.</summary>
    public void Dispose()
    {
        lock (_gate)
            _processes.Dispose();
        Remove(Path);
        _lock.Dispose();
    }

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Its host lives, or another host sweeps it at this moment.
            return null;
        }
    }

    private static void MakePrivate(string path)
    {
        const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("Hosts have folders on Linux only.");
        Directory.CreateDirectory(path, Mine);
        if (Libc.ReadOwner(path) is not (var owner, var mode) || owner != Libc.EffectiveUserId() || (mode & ~Mine) != UnixFileMode.None)
            throw new IOException($"The folder '{path}' is not this user's alone; remove it, or name another in {nameof(WorkerHostOptions)}.{nameof(WorkerHostOptions.Directory)}.");
    }
}
