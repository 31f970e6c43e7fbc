using Microsoft.Extensions.Logging;
using Pool.NUnit.Isolation.Settings.Types;

namespace Pool.NUnit.Isolation.Settings.Table;

/// <summary>What is kept of a test for its failure.</summary>
internal static class CaptureRows
{
    private const int OneMiB = 1024 * 1024;
    private static readonly NumberType Bytes = new(1024, 1024 * OneMiB) { UnitName = "bytes" };

    public static readonly Setting MinimumLevel = new(
        "Capture:MinimumLevel", ChoiceType.Of<LogLevel>(), nameof(LogLevel.Debug), "Lowest level of the test's loggers. None: nothing is kept of them.");

    public static readonly Setting MaxLogEntries = new(
        "Capture:MaxLogEntries", new NumberType(1, 1_000_000), 2_000L, "Log entries kept of one test, the newest.");

    public static readonly Setting MaxLogBytes = new("Capture:MaxLogBytes", Bytes, (long)OneMiB, "Memory of those entries, roughly.");

    public static readonly Setting Metrics = new("Capture:Metrics", new SwitchType(), true, "Whether durations and counts are recorded as they happen.");

    public static readonly Setting MaxSeries = new(
        "Capture:MaxSeries", new NumberType(1, 100_000), 1_000L, "Combinations of instrument and tags kept of one test.");

    public static readonly Setting Traces = new("Capture:Traces", new SwitchType(), true, "Whether spans are recorded.");

    public static readonly Setting ActivitySources = new(
        "Capture:ActivitySources", new TextListType(0, 1_000), Array.Empty<string>(), "Activity sources to record beside that of the pool.");

    public static readonly Setting MaxActivities = new(
        "Capture:MaxActivities", new NumberType(1, 100_000), 1_000L, "Ended spans kept of one test, the newest.");

    public static readonly Setting MaxPoolEvents = new(
        "Capture:MaxPoolEvents", new NumberType(0, 100_000), 500L, "Events kept of each pool, the newest.");

    public static readonly Setting UnderLoad = new(
        "Capture:UnderLoad", new SwitchType(), false, "Whether metrics, spans and pool events are recorded under `[Performance]` too, which costs each call 1 or 2 µs.");

    public static readonly Setting MaxFileBytes = new("Capture:MaxFileBytes", Bytes, 2L * OneMiB, "Most of one file that is written for a failed test. The end is kept.");

    public static readonly Setting MaxFailures = new(
        "Capture:MaxFailures", new NumberType(0, 100_000), 100L, "Most failed tests of one test host that files are written for.");

    public static readonly Setting[] All =
    [
        MinimumLevel, MaxLogEntries, MaxLogBytes, Metrics, MaxSeries, Traces, ActivitySources, MaxActivities, MaxPoolEvents, UnderLoad,
        MaxFileBytes, MaxFailures,
    ];
}
