namespace Pool.Reporting.Records;

/// <summary>The records of one run: of every host that took part in it.</summary>
public sealed record RunRecords
{
    /// <summary>The hosts, by assembly and then by start.</summary>
    public required IReadOnlyList<HostRecords> Hosts { get; init; }

    /// <summary>Problems with the directory as a whole.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Whether a report directory holds any records.</summary>
    /// <param name="reportDirectory">The report directory.</param>
    /// <returns>False also when the directory does not exist.</returns>
    public static bool Exist(string reportDirectory) => FilesIn(reportDirectory).Length > 0;

    /// <summary>
    /// Reads the records of a run: with an id, all files of that id; without one, of each assembly the newest file.
    /// </summary>
    /// <param name="reportDirectory">The report directory.</param>
    /// <param name="runId">The run's id (POOL_RUN_ID); null or empty for the newest of each assembly.</param>
    /// <param name="finishedProcess">The id of a process known to have finished its tests though it still runs.</param>
    /// <returns>The records; empty when there are none.</returns>
    public static RunRecords Load(string reportDirectory, string? runId, int? finishedProcess = null) =>
        Load(reportDirectory, runId, finishedProcess, new SystemProcessProbe());

    internal static RunRecords Load(string reportDirectory, string? runId, int? finishedProcess, IProcessProbe probe)
    {
        var files = FilesIn(reportDirectory).Select(path => (Path: path, Host: RecordReader.Read(path))).ToList();
        var problems = new List<string>();
        IEnumerable<HostRecords> hosts;
        if (string.IsNullOrEmpty(runId))
        {
            hosts = files
                .GroupBy(file => file.Host.Assembly, StringComparer.Ordinal)
                .Select(group => group.MaxBy(file => StartOf(file.Path, file.Host)).Host);
        }
        else
        {
            hosts = files.Select(file => file.Host)
                .Where(host => string.Equals(host.Header?.RunId, runId, StringComparison.Ordinal));
            problems.AddRange(files.Where(file => file.Host.Header is null).Select(file =>
                $"{file.Host.FileName} has no readable header, so it is unknown which run it belongs to; "
                + "it is left out. Remove the file."));
        }

        return new RunRecords
        {
            Hosts =
            [
                .. hosts.Select(host => host with { State = StateOf(host, finishedProcess, probe) })
                    .OrderBy(host => host.Assembly, StringComparer.Ordinal)
                    .ThenBy(host => host.Header?.StartedAt)
                    .ThenBy(host => host.FileName, StringComparer.Ordinal),
            ],
            Problems = problems,
        };
    }

    private static string[] FilesIn(string reportDirectory)
    {
        ArgumentException.ThrowIfNullOrEmpty(reportDirectory);
        var directory = Path.Combine(reportDirectory, RecordDirectory.Name);
        if (!Directory.Exists(directory))
        {
            return [];
        }

        var files = Directory.GetFiles(directory, "*" + RecordFileName.Extension);
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    private static DateTimeOffset StartOf(string path, HostRecords host) =>
        host.Header?.StartedAt ?? new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);

    private static HostState StateOf(HostRecords host, int? finishedProcess, IProcessProbe probe) => host switch
    {
        { Footer: not null } => HostState.Completed,
        { Header: null } => HostState.Died,
        { Header: var header } when header.ProcessId == finishedProcess => HostState.Completed,
        { Header: var header } => probe.IsAlive(header.ProcessId, header.StartedAt) ? HostState.Running : HostState.Died,
    };
}
