using Pool.Reporting.Baselines;

namespace Pool.Reporting.Records;

/// <summary>A file of one test host in a report directory: <c>&lt;folder&gt;/&lt;assembly&gt;-&lt;pid&gt;&lt;extension&gt;</c>.</summary>
public static class HostFile
{
    /// <summary>Writes the file as a whole; a reader sees all of it or none. The oldest of many earlier runs are removed.</summary>
    /// <param name="reportDirectory">The report directory; created when missing.</param>
    /// <param name="folder">The folder in it, for one kind of file.</param>
    /// <param name="extension">The file's extension, with its dot.</param>
    /// <param name="assembly">The test assembly's name, without a path.</param>
    /// <param name="processId">The test host's process id.</param>
    /// <param name="now">The time, by which the age of earlier files is judged.</param>
    /// <param name="content">What to write.</param>
    /// <returns>The file's full path.</returns>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory can't be written to.</exception>
    public static string Write(
        string reportDirectory, string folder, string extension, string assembly, int processId, DateTimeOffset now, ReadOnlySpan<byte> content)
    {
        ArgumentException.ThrowIfNullOrEmpty(reportDirectory);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(extension);
        ArgumentNullException.ThrowIfNull(assembly);
        var directory = Directory.CreateDirectory(Path.Combine(Path.GetFullPath(reportDirectory), folder));
        RecordRetention.Apply(directory, assembly, now, extension);
        var path = Path.Combine(directory.FullName, RecordFileName.Of(assembly, processId, extension));
        AtomicFile.Write(path, content);
        return path;
    }
}
