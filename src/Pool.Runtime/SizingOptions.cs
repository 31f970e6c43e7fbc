using Pool.Runtime.Errors;

namespace Pool.Runtime;

/// <summary>How the number of workers follows the load.</summary>
/// <remarks>
/// Immutable. The controller looks at what share of the workers was busy and how long callers waited since it last
/// looked. It grows quickly, while callers wait, and shrinks slowly, one worker at a time.
/// </remarks>
public sealed record SizingOptions
{
    /// <summary>Fewest workers. Default 1; 1 to <see cref="PoolOptions.Size"/>.</summary>
    public int MinSize { get; init; } = 1;

    /// <summary>Most workers, overflow not included. Default 10; <see cref="PoolOptions.Size"/> to 10,000.</summary>
    public int MaxSize { get; init; } = 10;

    /// <summary>Time between decisions. Default 5 s; above zero.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Share of the workers' time spent busy that the controller aims at. Default 0.7; above 0, below 1.</summary>
    public double TargetUtilization { get; init; } = 0.7;

    /// <summary>Mean wait of callers above which the pool grows, whatever its utilisation. Default 50 ms; above zero.</summary>
    public TimeSpan TargetQueueWait { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Decisions in a row that must ask for fewer workers before one is stopped. Default 6; 1 to 1,000.</summary>
    public int ShrinkAfter { get; init; } = 6;

    internal void Check(OptionsCheck check, int size)
    {
        check
            .Require(MinSize >= 1 && MinSize <= size, "Sizing.MinSize", MinSize, FormattableString.Invariant($"1 to Size ({size})"))
            .Require(MaxSize >= Math.Max(1, size) && MaxSize <= 10_000, "Sizing.MaxSize", MaxSize, FormattableString.Invariant($"Size ({size}) to 10,000"))
            .Require(TargetUtilization is > 0 and < 1, "Sizing.TargetUtilization", TargetUtilization, "above 0 and below 1")
            .Require(ShrinkAfter is >= 1 and <= 1_000, "Sizing.ShrinkAfter", ShrinkAfter, "1 to 1,000");
        PoolOptions.RequireDuration(check, "Sizing.Interval", Interval, TimeSpan.FromTicks(1));
        PoolOptions.RequireDuration(check, "Sizing.TargetQueueWait", TargetQueueWait, TimeSpan.FromTicks(1));
    }
}
