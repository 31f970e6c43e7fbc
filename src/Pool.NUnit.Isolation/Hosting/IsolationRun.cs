using System.Globalization;
using Pool.NUnit.Isolation.Execution;
using Pool.NUnit.Isolation.Layers;
using Pool.NUnit.Isolation.Observability;
using Pool.NUnit.Isolation.Processes;
using Pool.NUnit.Isolation.Recording;
using Pool.NUnit.Isolation.Resources;
using Pool.NUnit.Isolation.Settings;
using Pool.NUnit.Isolation.Settings.Sources;
using Pool.NUnit.Isolation.Settings.Table;
using Pool.Runtime.Adapters;

namespace Pool.NUnit.Isolation.Hosting;

/// <summary>What all isolated tests of this process share. Thread-safe.</summary>
internal sealed class IsolationRun
{
    // NUnit hands attributes no object that lives as long as the run, so the process is the owner.
    private static readonly Lazy<IsolationRun> Instance = new(static () => new IsolationRun(SettingsReader.Read(SettingsSources.OfProcess())));

    private static readonly TimeSpan EndGrace = TimeSpan.FromSeconds(5);

    private readonly Lazy<WorkerHost> _workerHost = new(StartWorkerHost);
    private int _lastTest;

    private IsolationRun(EffectiveSettings settings)
    {
        EffectiveSettings = settings
            .Drawn(RunRows.Seed, static () => (long)RunSeed.Draw())
            .Drawn(RunRows.RunId, static () => Guid.NewGuid().ToString("N"));
        Settings = IsolationSettings.Of(EffectiveSettings);
        WorkerCommand = new WorkerCommand(
            Settings.WorkerCommand, AppContext.BaseDirectory, static () => PythonInterpreter.Find(), Settings.WorkerStartMode);
        Records = new RecordSink(Id, Clock, Settings.ReportDirectory);
        Listing = new SettingsListing(EffectiveSettings, Settings.ReportDirectory, Clock);
        Resources = new ResourceScopes(this);
        Failures = new FailureFolders(Clock, Settings.ReportDirectory);
        Capture = Settings.Capture.ToOptions();
    }

    public static IsolationRun Current => Instance.Value;

    public string Id => Settings.RunId;

    /// <summary>The settings as the parts of the plugin take them.</summary>
    public IsolationSettings Settings { get; }

    /// <summary>The same with where each came from, and what is wrong with them: no isolated test runs then.</summary>
    public EffectiveSettings EffectiveSettings { get; }

    /// <summary>The file that lists them.</summary>
    public SettingsListing Listing { get; }

    public int Seed => Settings.Seed;

    /// <summary>The clock of measurements, which are of real time whatever a test's own clock is.</summary>
    public TimeProvider Clock { get; } = TimeProvider.System;

    public WorkerCommand WorkerCommand { get; }

    public RecordSink Records { get; }

    /// <summary>What tests share that is started and stopped.</summary>
    public ResourceScopes Resources { get; }

    /// <summary>What the attributes around tests say.</summary>
    public TestSurroundings Surroundings { get; } = new();

    /// <summary>What is kept of each test, unless it says otherwise.</summary>
    public CaptureOptions Capture { get; }

    /// <summary>Hands measurements to the tests they are of.</summary>
    public MeterRouter Meters { get; } = new();

    /// <summary>Hands spans to the tests they are of.</summary>
    public ActivityRouter Activities { get; } = new();

    /// <summary>Where the files of failed tests go.</summary>
    public FailureFolders Failures { get; }

    /// <summary>Further files for each failed test.</summary>
    public IReadOnlyList<FailureText> FailureTexts { get; } =
    [
        new("settings.txt", "Settings of the test and where each came from", static test => test.Settings?.ToText()),
    ];

    /// <summary>Held while a load is measured, so that no two measure each other.</summary>
    public SemaphoreSlim LoadGate { get; } = new(1, 1);

    /// <summary>Held while the process writes a dump of itself, which is large and lets it stand still.</summary>
    public SemaphoreSlim DumpGate { get; } = new(1, 1);

    /// <summary>What the pools of all tests share: their workers are forked from one process.</summary>
    public WorkerHost WorkerHost => _workerHost.Value;

    public ProcessControl Processes => field ??= ProcessControl.Create(Clock);

    /// <summary>An id that no other test has, of this process or of another one of the same run.</summary>
    public string NextTestId() => string.Create(
        CultureInfo.InvariantCulture, $"t{Environment.ProcessId}-{Interlocked.Increment(ref _lastTest)}");

    // NUnit says nothing of the end of a run to those who only add attributes. If the process ends otherwise, its guard acts.
    private static WorkerHost StartWorkerHost()
    {
        var host = new WorkerHost();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End(host);
        return host;
    }

#pragma warning disable VSTHRD002 // The process waits for nothing else.
    private static void End(WorkerHost host) => host.DisposeAsync().AsTask().Wait(EndGrace);
#pragma warning restore VSTHRD002
}
