namespace Pool.Reporting.Records;

/// <summary>
/// Appends the records of one test host to its file. Each record is handed to the operating system before
/// <see cref="Append"/> returns, so it survives the death of the host.
/// </summary>
/// <remarks>Thread-safe. One writer per process and report directory.</remarks>
public sealed class RecordWriter : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FileStream _file;
    private bool _closed;

    private RecordWriter(FileStream file) => _file = file;

    /// <summary>The file's full path.</summary>
    public string FilePath => _file.Name;

    /// <summary>
    /// Starts the file <c>records/&lt;assembly&gt;-&lt;pid&gt;.jsonl</c> in a report directory; a file left by an
    /// earlier process of the same id is replaced, and the oldest of many earlier runs are removed.
    /// </summary>
    /// <param name="reportDirectory">The report directory; created when missing. See <c>ReportLocation</c>.</param>
    /// <param name="header">Who writes.</param>
    /// <returns>The writer, its header written.</returns>
    /// <exception cref="IOException">The file can't be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory can't be written to.</exception>
    public static RecordWriter Create(string reportDirectory, RunHeader header)
    {
        ArgumentException.ThrowIfNullOrEmpty(reportDirectory);
        ArgumentNullException.ThrowIfNull(header);
        var directory = Directory.CreateDirectory(Path.Combine(Path.GetFullPath(reportDirectory), RecordDirectory.Name));
        RecordRetention.Apply(directory, header.Assembly, header.StartedAt);
        var path = Path.Combine(directory.FullName, RecordFileName.Of(header.Assembly, header.ProcessId));
        // Without a buffer every write is one system call, which leaves nothing behind in a process that is killed.
        var writer = new RecordWriter(
            new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0));
        writer.Append(header);
        return writer;
    }

    /// <summary>Appends one record as a line.</summary>
    /// <param name="line">A test's record or a problem.</param>
    /// <exception cref="ObjectDisposedException">The file was completed.</exception>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public void Append(RecordLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var json = RecordJson.SerializeToUtf8Bytes(line);
        var bytes = new byte[json.Length + 1];
        json.CopyTo(bytes, 0);
        bytes[^1] = (byte)'\n';
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _file.Write(bytes);
        }
    }

    /// <summary>
    /// Appends the footer and closes the file: the host finished its tests. Does nothing the second time.
    /// </summary>
    /// <param name="completedAt">When it finished.</param>
    public void Complete(DateTimeOffset completedAt)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            Append(new RunFooter { CompletedAt = completedAt.ToUniversalTime() });
            Dispose();
        }
    }

    /// <summary>Closes the file without a footer: a reader will say that the host did not finish.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _file.Dispose();
        }
    }
}
