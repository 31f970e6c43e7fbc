using System.Globalization;
using Pool.NUnit.Isolation.Layers;
using Pool.NUnit.Isolation.Observability;
using Pool.NUnit.Isolation.Processes;
using Pool.NUnit.Isolation.Recording;
using Pool.Reporting.Reports;
using Pool.Runtime.Adapters;

namespace Pool.NUnit.Isolation.Hosting;

/// <summary>What all isolated tests of this process share. Thread-safe.</summary>
internal sealed class IsolationRun
{
    // NUnit hands attributes no object that lives as long as the run, so the process is the owner.
    private static readonly Lazy<IsolationRun> Instance = new(static () => new IsolationRun(Environment.GetEnvironmentVariable));

    private static readonly TimeSpan EndGrace = TimeSpan.FromSeconds(5);

    private readonly Lazy<WorkerHost> _workerHost = new(StartWorkerHost);
    private int _lastTest;

    private IsolationRun(Func<string, string?> variable)
    {
        Seed = RunSeed.Parse(variable(RunSeed.VariableName));
        string? runId = variable(ReportLocation.RunIdVariable);
        Id = string.IsNullOrWhiteSpace(runId) ? Guid.NewGuid().ToString("N") : runId;
        WorkerCommand = new WorkerCommand(
            variable(WorkerCommand.VariableName), AppContext.BaseDirectory, static () => PythonInterpreter.Find());
        Records = new RecordSink(Id, Clock);
        Failures = new FailureFolders(Clock);
    }

    /// <exception cref="FormatException">POOL_SEED holds no seed.</exception>
    public static IsolationRun Current => Instance.Value;

    public string Id { get; }

    public int Seed { get; }

    /// <summary>The clock of measurements, which are of real time whatever a test's own clock is.</summary>
    public TimeProvider Clock { get; } = TimeProvider.System;

    public WorkerCommand WorkerCommand { get; }

    public RecordSink Records { get; }

    /// <summary>What is kept of each test, unless it says otherwise.</summary>
    public CaptureOptions Capture { get; } = new();

    /// <summary>Hands measurements to the tests they are of.</summary>
    public MeterRouter Meters { get; } = new();

    /// <summary>Hands spans to the tests they are of.</summary>
    public ActivityRouter Activities { get; } = new();

    /// <summary>Where the files of failed tests go.</summary>
    public FailureFolders Failures { get; }

    /// <summary>Further files for each failed test.</summary>
    public IReadOnlyList<FailureText> FailureTexts { get; } = [];

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
