namespace Pool.NUnit.Isolation.Observability;

/// <summary>What can only be seen before a failed test is torn down. Never throws and does not block for long.</summary>
internal sealed class FailureSnapshot
{
    private FailureSnapshot(string moment, long lastLog)
    {
        Moment = moment;
        LastLog = lastLog;
    }

    /// <summary>When it was taken, in words.</summary>
    public string Moment { get; }

    /// <summary>The last log entry before it; what follows is of the tear-down.</summary>
    public long LastLog { get; }

    public string? Pools { get; private set; }

    public string? Metrics { get; private set; }

    public IReadOnlyList<CapturedActivity> OpenActivities { get; private set; } = [];

    public static FailureSnapshot Take(TestTelemetry telemetry, string moment)
    {
        FailureSnapshot snapshot = new(moment, telemetry.LogCapture.LastSequence);
        List<string> errors = [];
        bool isWhole = BoundedThread.TryRun(
            BoundedThread.Limit,
            error => errors.Add(error.Message),
            () => snapshot.OpenActivities = telemetry.OpenActivities,
            () => snapshot.Pools = telemetry.Pools.Count == 0 ? null : TelemetryJson.OfPools(moment, telemetry.Pools),
            () => snapshot.Metrics = MetricsText.Of(telemetry.Measurements));
        if (!isWhole)
        {
            snapshot.Metrics ??= $"The state of the test could not be read within {BoundedThread.Limit.TotalSeconds:0} s: something holds a lock of a pool, or an instrument does not answer.";
        }
        else if (errors.Count > 0)
        {
            snapshot.Metrics ??= $"Not all could be read: {string.Join("; ", errors)}";
        }

        return snapshot;
    }
}
