using Microsoft.Extensions.Logging;
using Pool.NUnit.Isolation.Observability;
using Pool.NUnit.Isolation.Settings.Table;

namespace Pool.NUnit.Isolation.Settings;

/// <summary>What is kept of a test for its failure. The rows of <see cref="CaptureRows"/> say what each value is.</summary>
internal sealed record CaptureSettings
{
    public required LogLevel MinimumLevel { get; init; }

    public required int MaxLogEntries { get; init; }

    public required int MaxLogBytes { get; init; }

    public required bool Metrics { get; init; }

    public required int MaxSeries { get; init; }

    public required bool Traces { get; init; }

    public required IReadOnlyList<string> ActivitySources { get; init; }

    public required int MaxActivities { get; init; }

    public required int MaxPoolEvents { get; init; }

    public required bool UnderLoad { get; init; }

    public required int MaxFileBytes { get; init; }

    public required int MaxFailures { get; init; }

    public static CaptureSettings Of(EffectiveSettings values) => new()
    {
        MinimumLevel = values.Choice<LogLevel>(CaptureRows.MinimumLevel),
        MaxLogEntries = values.Number(CaptureRows.MaxLogEntries),
        MaxLogBytes = values.Number(CaptureRows.MaxLogBytes),
        Metrics = values.IsOn(CaptureRows.Metrics),
        MaxSeries = values.Number(CaptureRows.MaxSeries),
        Traces = values.IsOn(CaptureRows.Traces),
        ActivitySources = values.Texts(CaptureRows.ActivitySources)!,
        MaxActivities = values.Number(CaptureRows.MaxActivities),
        MaxPoolEvents = values.Number(CaptureRows.MaxPoolEvents),
        UnderLoad = values.IsOn(CaptureRows.UnderLoad),
        MaxFileBytes = values.Number(CaptureRows.MaxFileBytes),
        MaxFailures = values.Number(CaptureRows.MaxFailures),
    };

    public CaptureOptions ToOptions() => new()
    {
        MinimumLevel = MinimumLevel,
        MaxLogEntries = MaxLogEntries,
        MaxLogBytes = MaxLogBytes,
        Metrics = Metrics,
        MaxSeries = MaxSeries,
        Traces = Traces,
        ActivitySources = ActivitySources,
        MaxActivities = MaxActivities,
        MaxPoolEvents = MaxPoolEvents,
        UnderLoad = UnderLoad,
        MaxFileBytes = MaxFileBytes,
        MaxFailures = MaxFailures,
    };
}
