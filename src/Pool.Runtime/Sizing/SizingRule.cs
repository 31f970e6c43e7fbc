namespace Pool.Runtime.Sizing;

/// <summary>
/// How many workers the load asks for. A function of what was seen: no clock, no lock.
/// </summary>
/// <remarks>
/// The size follows the rule of Kubernetes' HorizontalPodAutoscaler,
/// <c>desired = ceil(current * metric / target)</c> with a tolerance of 10 %, and its default scale-up policy, which at most
/// doubles or adds four, whichever is more (kubernetes.io, "Horizontal Pod Autoscaling: Algorithm details" and "Default
/// behavior"). The metric is the load per worker: workers busy and, while callers wait longer than they should, also the
/// callers in the queue, each of whom would keep a worker of its own busy.
/// </remarks>
internal static class SizingRule
{
    private const double Tolerance = 0.1;
    private const int AlwaysAllowedGrowth = 4;

    /// <summary>Decides.</summary>
    /// <param name="options">Bounds and targets.</param>
    /// <param name="look">What was seen.</param>
    /// <param name="shrinkVotes">From the decision before; 0 at first.</param>
    public static SizingDecision Decide(SizingOptions options, SizingLook look, int shrinkVotes)
    {
        var callersWait = look.MeanWait > options.TargetQueueWait;
        var load = look.MeanBusy + (callersWait ? look.MeanQueued : 0);
        var ratio = load / (look.Size * options.TargetUtilization);
        var wanted = Math.Abs(ratio - 1) <= Tolerance ? look.Size : (int)Math.Ceiling(Math.Min(ratio * look.Size, options.MaxSize));
        if (callersWait)
            wanted = Math.Max(wanted, look.Size + 1);

        if (wanted > look.Size)
        {
            var fastest = look.Size + Math.Max(look.Size, AlwaysAllowedGrowth);
            return new SizingDecision(Bounded(options, Math.Min(wanted, fastest)), 0);
        }

        if (wanted == look.Size || look.Size <= options.MinSize)
            return new SizingDecision(Bounded(options, look.Size), 0);
        return shrinkVotes + 1 < options.ShrinkAfter
            ? new SizingDecision(Bounded(options, look.Size), shrinkVotes + 1)
            : new SizingDecision(Bounded(options, look.Size - 1), 0);
    }

    private static int Bounded(SizingOptions options, int size) => Math.Clamp(size, options.MinSize, options.MaxSize);
}
