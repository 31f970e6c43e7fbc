using System.Collections.Concurrent;
using Pool.Reporting.Machines;
using Pool.Reporting.Records;
using Pool.Reporting.Reports;

namespace Pool.NUnit.Isolation.Recording;

/// <summary>
/// Appends each test's record to the file of its assembly. A report that can't be written never fails a test; it is said once on
/// standard error. Thread-safe.
/// </summary>
internal sealed class RecordSink
{
    private readonly ConcurrentDictionary<string, Lazy<RecordWriter?>> _writers = new(StringComparer.Ordinal);
    private readonly string _runId;
    private readonly TimeProvider _clock;
    private readonly string? _reportDirectory;

    /// <param name="runId">The run.</param>
    /// <param name="clock">Says when it was.</param>
    /// <param name="reportDirectory">The report directory that the settings name; null when they name none.</param>
    public RecordSink(string runId, TimeProvider clock, string? reportDirectory)
    {
        _runId = runId;
        _clock = clock;
        _reportDirectory = reportDirectory;
        // The extension renders what lies there at the end of the run, and reads no settings.
        ReportDirectoryMarker.Set(reportDirectory);
        // The footer tells a reader that the host came to its end, so it is written at the very end.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Complete();
    }

    /// <summary>The machine, read once.</summary>
    public MachineFingerprint Machine => field ??= MachineReader.Read();

    public string RunId => _runId;

    public void Append(TestRecord record, string workDirectory) => Append(record.Assembly, workDirectory, record);

    private void Append(string assembly, string workDirectory, RecordLine record)
    {
        Lazy<RecordWriter?> writer = _writers.GetOrAdd(
            assembly, name => new Lazy<RecordWriter?>(() => Open(name, workDirectory)));
        try
        {
            writer.Value?.Append(record);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            Complain(error);
        }
    }

    /// <summary>Adds something that the reader of the run's report must know and that no test can say.</summary>
    public void AppendProblem(string assembly, string workDirectory, string message) =>
        Append(assembly, workDirectory, new RunProblem { Message = message });

    private RecordWriter? Open(string assembly, string workDirectory)
    {
        try
        {
            RecordWriter writer = RecordWriter.Create(ReportLocation.Resolve(workDirectory, chosen: _reportDirectory), new RunHeader
            {
                RunId = _runId,
                Assembly = assembly,
                ProcessId = Environment.ProcessId,
                StartedAt = _clock.GetUtcNow(),
                Machine = Machine,
                PackageVersion = PackageVersion.Of(typeof(RecordSink).Assembly),
            });
            if (ExtensionNotice.Check(PackageVersion.Of(typeof(RecordSink).Assembly), PackageVersion.Reporting, EngineExtensionMarker.Read()) is { } problem)
            {
                Console.Error.WriteLine(problem);
                writer.Append(new RunProblem { Message = problem });
            }

            return writer;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            Complain(error);
            return null;
        }
    }

    private void Complete()
    {
        foreach (Lazy<RecordWriter?> writer in _writers.Values)
        {
            try
            {
                writer.Value?.Complete(_clock.GetUtcNow());
            }
            catch (IOException error)
            {
                Complain(error);
            }
        }
    }

    private static void Complain(Exception error) =>
        Console.Error.WriteLine($"Pool.NUnit.Isolation can't write its records, so the report will lack them: {error.Message}");
}
