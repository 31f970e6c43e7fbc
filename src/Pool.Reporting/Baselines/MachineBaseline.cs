using Pool.Reporting.Machines;

namespace Pool.Reporting.Baselines;

/// <summary>The accepted runs on one class of machines.</summary>
public sealed record MachineBaseline
{
    /// <summary>The machine class, spelt out.</summary>
    public required MachineFingerprint Machine { get; init; }

    /// <summary>The accepted runs of each benchmark, oldest first, by the test's full name.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<BaselineRun>> Benchmarks { get; init; }
}
