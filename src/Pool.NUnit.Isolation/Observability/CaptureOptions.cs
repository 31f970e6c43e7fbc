using Microsoft.Extensions.Logging;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>
/// What is kept of a test's logs, metrics, spans and pool events, and what may be written when it fails. Register one of your own
/// in <see cref="IConfigureTestServices"/> to change it for a test, a fixture or an assembly.
/// </summary>
public sealed record CaptureOptions
{
    /// <summary>
    /// Lowest level of the test's loggers. Default <see cref="LogLevel.Debug"/>: what a failure in CI did not keep is gone.
    /// <see cref="LogLevel.None"/> keeps nothing. Filters and levels that you set by <c>AddLogging</c> apply as usual.
    /// </summary>
    public LogLevel MinimumLevel { get; init; } = LogLevel.Debug;

    /// <summary>Log entries kept of one test, the newest; 1 to 1,000,000. Default 2,000.</summary>
    public int MaxLogEntries { get; init; } = 2_000;

    /// <summary>Memory of those entries, in bytes, roughly; 1 KiB to 1 GiB. Default 1 MiB.</summary>
    public int MaxLogBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// Whether durations and counts are recorded as they happen. Default true. Instruments that are only read, as most of a pool's, can be
    /// read in any case.
    /// </summary>
    public bool Metrics { get; init; } = true;

    /// <summary>Combinations of instrument and tags kept of one test; 1 to 100,000. Default 1,000. More share one without tags.</summary>
    public int MaxSeries { get; init; } = 1_000;

    /// <summary>Whether spans are recorded. Default true.</summary>
    public bool Traces { get; init; } = true;

    /// <summary>Names of activity sources to record beside <c>Pool.Runtime</c>. Default none.</summary>
    public IReadOnlyList<string> ActivitySources { get; init; } = [];

    /// <summary>Ended spans kept of one test, the newest; 1 to 100,000. Default 1,000.</summary>
    public int MaxActivities { get; init; } = 1_000;

    /// <summary>Events kept of each pool, the newest; 0 to 100,000. Default 500.</summary>
    public int MaxPoolEvents { get; init; } = 500;

    /// <summary>
    /// Whether <see cref="Metrics"/>, <see cref="Traces"/> and <see cref="MaxPoolEvents"/> count under <c>[Performance]</c> too, whose load
    /// they slow down by 1 or 2 µs a call. Default false: nothing is recorded there call by call.
    /// </summary>
    public bool UnderLoad { get; init; }

    /// <summary>Most bytes of one file that is written for a failed test; 1 KiB to 1 GiB. Default 2 MiB. The end is kept.</summary>
    public int MaxFileBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>Most failed tests of one test host that files are written for; 0 to 100,000. Default 100.</summary>
    public int MaxFailures { get; init; } = 100;

    /// <summary>Under a load, the same without what costs each call something.</summary>
    internal CaptureOptions For(bool isLoad) => isLoad && !UnderLoad ? this with { Metrics = false, Traces = false, MaxPoolEvents = 0 } : this;

    /// <exception cref="InvalidOperationException">A value is out of its range.</exception>
    internal CaptureOptions Validated()
    {
        Require(Enum.IsDefined(MinimumLevel), nameof(MinimumLevel), MinimumLevel, "a level from Trace to Critical, or None");
        Require(MaxLogEntries is >= 1 and <= 1_000_000, nameof(MaxLogEntries), MaxLogEntries, "1 to 1,000,000");
        Require(MaxLogBytes is >= 1024 and <= 1 << 30, nameof(MaxLogBytes), MaxLogBytes, "1 KiB to 1 GiB");
        Require(MaxSeries is >= 1 and <= 100_000, nameof(MaxSeries), MaxSeries, "1 to 100,000");
        Require(ActivitySources is not null && !ActivitySources.Any(string.IsNullOrWhiteSpace), nameof(ActivitySources), ActivitySources, "a list of names");
        Require(MaxActivities is >= 1 and <= 100_000, nameof(MaxActivities), MaxActivities, "1 to 100,000");
        Require(MaxPoolEvents is >= 0 and <= 100_000, nameof(MaxPoolEvents), MaxPoolEvents, "0 to 100,000");
        Require(MaxFileBytes is >= 1024 and <= 1 << 30, nameof(MaxFileBytes), MaxFileBytes, "1 KiB to 1 GiB");
        Require(MaxFailures is >= 0 and <= 100_000, nameof(MaxFailures), MaxFailures, "0 to 100,000");
        return this;
    }

    private static void Require(bool isInRange, string name, object? value, string range)
    {
        if (!isInRange)
        {
            throw new InvalidOperationException($"{nameof(CaptureOptions)}.{name} is {value ?? "null"}; it must be {range}.");
        }
    }
}
