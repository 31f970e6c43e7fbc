namespace Pool.Reporting.Records;

/// <summary>Everything that one test host recorded.</summary>
public sealed record HostRecords
{
    /// <summary>The record file's name without a path.</summary>
    public required string FileName { get; init; }

    /// <summary>The test assembly's name, without a path.</summary>
    public required string Assembly { get; init; }

    /// <summary>Who wrote the file; null when its header can't be read.</summary>
    public RunHeader? Header { get; init; }

    /// <summary>The footer; null when the host did not finish.</summary>
    public RunFooter? Footer { get; init; }

    /// <summary>How far the host came.</summary>
    public HostState State { get; init; }

    /// <summary>Its tests, in the order in which they ended.</summary>
    public IReadOnlyList<TestRecord> Tests { get; init; } = [];

    /// <summary>What its reader must know: problems it recorded, and lines that can't be read.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
