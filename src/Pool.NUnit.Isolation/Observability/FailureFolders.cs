using System.Globalization;
using Pool.Reporting.Reports;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>
/// Where the files of failed tests go: <c>failures/&lt;assembly&gt;-&lt;process&gt;/&lt;test&gt;</c> in the report directory, readable by
/// their user alone. Bounded in number; of earlier runs a few are kept. Thread-safe.
/// </summary>
internal sealed class FailureFolders(TimeProvider clock, string? reportDirectory = null)
{
    public const string DirectoryName = "failures";

    internal const int RunsKept = 10;

    private const int MaxName = 60;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // A run of many processes may be under way in the same directory; none of its folders is this old.
    private static readonly TimeSpan LeastAge = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly HashSet<string> _prepared = new(StringComparer.Ordinal);
    private int _taken;

    /// <summary>Takes one of the run's places; false when there is none left.</summary>
    public bool TryTakePlace(int most) => Interlocked.Increment(ref _taken) <= most;

    /// <exception cref="IOException">It can't be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The report directory can't be written to.</exception>
    /// <exception cref="InvalidOperationException">POOL_REPORT_DIR is no absolute path.</exception>
    public string Create(string workDirectory, string assembly, string testId, string testName)
    {
        string all = Path.Combine(ReportLocation.Resolve(workDirectory, chosen: reportDirectory), DirectoryName);
        string prefix = SafeFileName.Of(assembly.Replace('.', '_'), MaxName) + "-";
        string run = Path.Combine(all, string.Create(CultureInfo.InvariantCulture, $"{prefix}{Environment.ProcessId}"));
        lock (_lock)
        {
            if (_prepared.Add(run))
            {
                Directory.CreateDirectory(all);
                Prepare(all, run, prefix);
            }
        }

        return CreatePrivate(Path.Combine(run, $"{SafeFileName.Of(testId, MaxName)}-{SafeFileName.Of(testName, MaxName)}"));
    }

    private static string CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }

        return path;
    }

    private void Prepare(string all, string run, string prefix)
    {
        // Left by an earlier process of the same id; of a link only the link goes.
        if (Directory.Exists(run))
        {
            Directory.Delete(run, recursive: true);
        }

        CreatePrivate(run);
        try
        {
            IEnumerable<DirectoryInfo> old = new DirectoryInfo(all).EnumerateDirectories(prefix + "*")
                .Where(d => d.FullName != run)
                .OrderByDescending(static d => d.LastWriteTimeUtc)
                .Skip(RunsKept)
                .Where(d => clock.GetUtcNow().UtcDateTime - d.LastWriteTimeUtc > LeastAge);
            foreach (DirectoryInfo directory in old)
            {
                directory.Delete(recursive: true);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another process may be cleaning up too. Old files do no harm.
        }
    }
}
