using Pool.Runtime.Telemetry;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>What a failed test leaves to read: one file per matter, none that would be empty.</summary>
internal static class FailureFiles
{
    // More workers with something to say than this say the same.
    private const int MaxErrorOutputs = 20;

    public static IReadOnlyList<FailureFile> Compose(TestEnvironment environment, IReadOnlyList<FailureText> further)
    {
        List<FailureFile> files = [];
        if (environment.Observed is { } telemetry)
        {
            FailureSnapshot snapshot = environment.FailureSnapshot ??= FailureSnapshot.Take(telemetry, "after tear-down, which failed");
            bool isWhole = BoundedThread.TryRun(
                BoundedThread.Limit,
                error => Add(files, "problems.txt", "what could not be read", error.ToString()),
                () => Add(files, "log.txt", "the test's log", Log(environment, telemetry, snapshot)),
                () => Add(files, "events.jsonl", "last events of the test's pools", TelemetryJson.OfEvents(telemetry.PoolEvents)),
                () => AddErrorOutputs(files, telemetry),
                () => Add(files, "pool.json", "state of the test's pools", snapshot.Pools),
                () => Add(files, "metrics.txt", "the test's measurements", snapshot.Metrics),
                () => Add(files, "traces.txt", "the test's spans", TraceText.Of(telemetry.Activities, snapshot.OpenActivities)));
            if (!isWhole)
            {
                Add(files, "incomplete.txt", "why files are missing", "Some of the test's state could not be read in time: something holds a lock of a pool.");
            }
        }

        Add(files, "hang.txt", "state and stacks of the test when its time was over", environment.HangText);
        foreach (FailureText text in further)
        {
            AddFurther(files, text, environment);
        }

        lock (files)
        {
            return [.. files];
        }
    }

    private static void AddFurther(List<FailureFile> files, FailureText text, TestEnvironment environment)
    {
        try
        {
            Add(files, text.FileName, text.Description, text.Read(environment));
        }
        catch (Exception error)
        {
            Add(files, text.FileName, text.Description, $"It could not be read: {error}");
        }
    }

    private static string? Log(TestEnvironment environment, TestTelemetry telemetry, FailureSnapshot snapshot)
    {
        IReadOnlyList<CapturedLog> entries = telemetry.Logs;
        if (entries.Count == 0)
        {
            return null;
        }

        IEnumerable<string> before = entries.Where(e => e.Sequence <= snapshot.LastLog).Select(LogText.Line);
        IEnumerable<string> after = entries.Where(e => e.Sequence > snapshot.LastLog).Select(LogText.Line);
        return string.Join(
            Environment.NewLine,
            [
                $"# {PlainText.Of(environment.TestName)}",
                .. telemetry.LogsDropped == 0 ? [] : new[] { $"# {telemetry.LogsDropped} older entries were dropped" },
                .. before,
                $"# State of pools, metrics and open spans was taken here: {snapshot.Moment}",
                .. after,
            ]);
    }

    private static void AddErrorOutputs(List<FailureFile> files, TestTelemetry telemetry)
    {
        // Several pools of one test each have a worker of this name.
        bool isSeveral = telemetry.Pools.Count > 1;
        foreach (WatchedPool watched in telemetry.Pools)
        {
            foreach (WorkerErrorOutput output in watched.Pool.GetErrorOutputs().TakeLast(MaxErrorOutputs))
            {
                string worker = SafeFileName.Of(isSeveral ? $"{watched.Pool.Name}-{output.WorkerId}" : output.WorkerId, 80);
                Add(files, $"worker-{worker}-stderr.txt", $"end of the error output of worker {worker}", PlainText.OfLines(output.Text));
            }
        }
    }

    private static void Add(List<FailureFile> files, string name, string description, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        lock (files)
        {
            files.Add(new FailureFile(name, description, text));
        }
    }
}
