namespace Pool.Reporting.Records;

/// <summary>The last line of a record file; it is missing when the host was killed or crashed.</summary>
public sealed record RunFooter : RecordLine
{
    /// <summary>When the host finished, in UTC.</summary>
    public required DateTimeOffset CompletedAt { get; init; }
}
