using Pool.NUnit.Isolation.Layers;
using Pool.NUnit.Isolation.Settings.Table;
using Pool.Runtime.Adapters;

namespace Pool.NUnit.Isolation.Settings;

/// <summary>The settings of a run as the parts of the plugin take them. Immutable.</summary>
internal sealed record IsolationSettings
{
    public required TestMode Mode { get; init; }

    public required int Seed { get; init; }

    public required string RunId { get; init; }

    /// <summary>A full path; null: a folder in NUnit's work directory.</summary>
    public required string? ReportDirectory { get; init; }

    /// <summary>The program and its arguments; null: the bundled worker.</summary>
    public required IReadOnlyList<string>? WorkerCommand { get; init; }

    public required StartMode WorkerStartMode { get; init; }

    /// <summary>Hard limit of a body; null: none.</summary>
    public required TimeSpan? Timeout { get; init; }

    public required LayerSettings Layers { get; init; }

    public required TeardownSettings Teardown { get; init; }

    public required LeakSettings Leaks { get; init; }

    /// <summary>Longest start of a test host for one test.</summary>
    public required TimeSpan OwnProcessStartTimeout { get; init; }

    /// <summary>Worker processes that all tests together may run at a time.</summary>
    public required int AdmissionCapacity { get; init; }

    /// <summary>Worker processes kept ready; 0 for none.</summary>
    public required int SpareWorkers { get; init; }

    public required CaptureSettings Capture { get; init; }

    public static IsolationSettings Of(EffectiveSettings values) => new()
    {
        Mode = TestMode.Of(values[RunRows.TestMode]),
        Seed = values.Number(RunRows.Seed),
        RunId = values.Text(RunRows.RunId)!,
        ReportDirectory = values.Text(RunRows.ReportDir),
        WorkerCommand = values.Texts(RunRows.WorkerCommand),
        WorkerStartMode = values.Choice<StartMode>(RunRows.WorkerStartMode),
        Timeout = values.OptionalDuration(RunRows.TimeoutMs),
        Layers = LayerSettings.Of(values),
        Teardown = TeardownSettings.Of(values),
        Leaks = LeakSettings.Of(values),
        OwnProcessStartTimeout = values.Duration(IsolationRows.OwnProcessStartTimeoutMs),
        AdmissionCapacity = values.Number(IsolationRows.AdmissionCapacity),
        SpareWorkers = values.Number(IsolationRows.SparesCount),
        Capture = CaptureSettings.Of(values),
    };
}
