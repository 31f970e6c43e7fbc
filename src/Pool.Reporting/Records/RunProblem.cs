namespace Pool.Reporting.Records;

/// <summary>
/// Something about the run itself that its reader must know, such as an engine extension that did not load.
/// </summary>
public sealed record RunProblem : RecordLine
{
    /// <summary>What happened with values, then what to change.</summary>
    public required string Message { get; init; }
}
