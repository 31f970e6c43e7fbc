using Pool.Reporting.Verdicts;

namespace Pool.Reporting.Records;

/// <summary>What became of one isolated test.</summary>
public sealed record TestRecord : RecordLine
{
    /// <summary>The full name, with namespace, fixture and arguments.</summary>
    public required string TestName { get; init; }

    /// <summary>The name within its fixture.</summary>
    public required string ShortName { get; init; }

    /// <summary>The test assembly's name, without a path.</summary>
    public required string Assembly { get; init; }

    /// <summary>The test's categories.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>The layer it ran at: Mock, Bridge or Full.</summary>
    public required string Layer { get; init; }

    /// <summary>How it ended.</summary>
    public required TestOutcome Outcome { get; init; }

    /// <summary>Why it failed or was skipped; null when it passed.</summary>
    public string? Message { get; init; }

    /// <summary>How long the test took with its environment, in milliseconds.</summary>
    public required double DurationMs { get; init; }

    /// <summary>What building the environment cost, in microseconds.</summary>
    public double SetupUs { get; init; }

    /// <summary>What tearing the environment down cost, in microseconds.</summary>
    public double TeardownUs { get; init; }

    /// <summary>The seed that replays the test.</summary>
    public required int Seed { get; init; }

    /// <summary>What the workers were, such as <c>CPython 3.11.7</c>; null when no worker started.</summary>
    public string? WorkerKind { get; init; }

    /// <summary>The faults that were injected, in order of time.</summary>
    public IReadOnlyList<FaultEvidence> Faults { get; init; } = [];

    /// <summary>The outcome of the fault plan; null when the test had none.</summary>
    public ChaosSummary? Chaos { get; init; }

    /// <summary>The load; null when the test had none.</summary>
    public LoadRecord? Load { get; init; }

    /// <summary>The comparison with the baseline; null when there was no load.</summary>
    public Verdict? Verdict { get; init; }
}
