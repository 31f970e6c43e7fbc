using System.Diagnostics;
using System.Xml.Linq;
using Pool.Reporting.Records;

namespace Pool.NUnit.Isolation.Tests.Specimens;

/// <summary>One run of the specimen assembly in a test host of its own, and what became of each of its tests.</summary>
internal sealed class SpecimenRun
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    private SpecimenRun(int exitCode, string output, XDocument trx, IReadOnlyList<RecordLine> records)
    {
        ExitCode = exitCode;
        Output = output;
        Results = [.. trx.Descendants(Trx + "UnitTestResult").Select(static r => new SpecimenResult(
            (string)r.Attribute("testName")!,
            (string)r.Attribute("outcome")!,
            (string?)r.Descendants(Trx + "Message").FirstOrDefault() ?? "",
            (string?)r.Descendants(Trx + "StdErr").FirstOrDefault() ?? "",
            (string?)r.Descendants(Trx + "StdOut").FirstOrDefault() ?? ""))];
        Records = records;
    }

    public int ExitCode { get; }

    public string Output { get; }

    public IReadOnlyList<SpecimenResult> Results { get; }

    public IReadOnlyList<RecordLine> Records { get; }

    /// <summary>What the specimens themselves wrote down, in order.</summary>
    public IReadOnlyList<string> Journal { get; private init; } = [];

    public IEnumerable<TestRecord> Tests => Records.OfType<TestRecord>();

    public SpecimenResult this[string name] => Results.Single(r => r.Name == name);

    public TestRecord RecordOf(string name) => Tests.Single(r => r.ShortName == name);

    /// <summary>Content of the JSON files that the run left below its folder, by their paths from there.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <param name="filter">Which tests; null for all.</param>
    /// <param name="testMode">Value of TEST_MODE; null to leave it unset.</param>
    /// <param name="project">The specimens' project.</param>
    /// <param name="prepare">Changes how the host is started, knowing the run's folder.</param>
    public static async Task<SpecimenRun> StartAsync(
        string? filter = null, string? testMode = null, Action<ProcessStartInfo, string>? prepare = null, string project = "Pool.NUnit.Isolation.Specimens")
    {
        using TemporaryFolder folder = new();
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            ArgumentList =
            {
                "test", Assembly(project), "--logger", "trx;LogFileName=run.trx", "--results-directory", folder.Path,
            },
        };
        if (filter is not null)
        {
            start.ArgumentList.Add("--filter");
            start.ArgumentList.Add(filter);
        }

        start.Environment["POOL_REPORT_DIR"] = Path.Combine(folder.Path, "report");
        start.Environment["TEST_MODE"] = testMode;
        start.Environment["POOL_SEED"] = "42";
        start.Environment.Remove("POOL_RUN_ID");
        prepare?.Invoke(start, folder.Path);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        string text = await output + await error;
        string trx = Path.Combine(folder.Path, "run.trx");
        File.Exists(trx).ShouldBeTrue(text);
        string journal = Path.Combine(folder.Path, "report", "journal.txt");
        return new SpecimenRun(process.ExitCode, text, XDocument.Load(trx), Read(Path.Combine(folder.Path, "report", "records")))
        {
            Files = Directory.EnumerateFiles(folder.Path, "*.json", SearchOption.AllDirectories)
                .ToDictionary(file => Path.GetRelativePath(folder.Path, file), File.ReadAllText, StringComparer.Ordinal),
            Journal = File.Exists(journal) ? await File.ReadAllLinesAsync(journal) : [],
        };
    }

    private static RecordLine[] Read(string directory) => Directory.Exists(directory)
        ? [.. Directory.EnumerateFiles(directory, "*.jsonl").SelectMany(File.ReadAllLines).Select(RecordJson.Deserialize)]
        : [];

    // All are built into artifacts/bin/<project>/<configuration>.
    private static string Assembly(string project)
    {
        DirectoryInfo own = new(AppContext.BaseDirectory);
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, $"{project}.dll");
    }
}
