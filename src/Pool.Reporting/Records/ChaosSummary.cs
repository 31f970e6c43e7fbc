namespace Pool.Reporting.Records;

/// <summary>The outcome of a fault plan.</summary>
public sealed record ChaosSummary
{
    /// <summary>Number of faults planned.</summary>
    public required int Planned { get; init; }

    /// <summary>Number of faults that struck.</summary>
    public required int Fired { get; init; }

    /// <summary>Share of calls that succeeded while the plan ran, from 0 to 1; null when there was no call.</summary>
    public double? SuccessRate { get; init; }

    /// <summary>Number of calls made while the plan ran.</summary>
    public required long Calls { get; init; }
}
