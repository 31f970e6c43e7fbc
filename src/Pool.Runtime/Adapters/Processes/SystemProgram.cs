namespace Pool.Runtime.Adapters.Processes;

/// <summary>Where programs lie.</summary>
internal static class SystemProgram
{
    // Not by PATH: what is found here is given power over every worker.
    private static readonly string[] SystemFolders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"];

    /// <summary>Path of a program of the operating system; null when it is not installed.</summary>
    public static string? Find(string name) => SystemFolders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Path that a program's name stands for, as a start of it would look it up; null when nothing can be executed there.</summary>
    /// <param name="fileName">A path, or a name to look for.</param>
    /// <param name="workingDirectory">Where relative paths begin.</param>
    /// <param name="searchPath">The folders to search for a name without one, as in <c>PATH</c>.</param>
    public static string? Resolve(string fileName, string workingDirectory, string? searchPath)
    {
        if (fileName.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return Executable(Path.Combine(workingDirectory, fileName));
        return (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Executable(Path.Combine(workingDirectory, folder, fileName)))
            .FirstOrDefault(path => path is not null);
    }

    private static string? Executable(string path) =>
        File.Exists(path)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != UnixFileMode.None)
            ? path
            : null;
}
