using System.Globalization;

namespace Pool.NUnit.Isolation;

/// <summary>
/// Strikes workers of the test's pool by plan while the body runs (with <see cref="PerformanceAttribute"/>: while the load runs). The
/// pool is at full strength before, every planned fault must strike, the pool must recover from each in time and answer
/// afterwards. Category <c>Chaos</c>.
/// </summary>
/// <remarks>
/// The first fault strikes as the body begins, the next ones every <see cref="EveryMs"/>. A body that ends before a fault was due
/// fails the test: keep it at work until <c>FaultInjector.PlanCompletion</c>.
/// </remarks>
public sealed class ChaosAttribute : PoolTestAttribute
{
    /// <summary>Plans faults of one kind.</summary>
    /// <param name="fault">What happens to workers; which ones follows from the seed.</param>
    public ChaosAttribute(Fault fault) => Fault = fault;

    /// <summary>What happens to workers.</summary>
    public Fault Fault { get; }

    /// <summary>How many faults, 1 to 100,000. Default 1.</summary>
    public int Count { get; set; } = 1;

    /// <summary>Milliseconds from one fault to the next, 0 to 3,600,000. Default 1000.</summary>
    public int EveryMs { get; set; } = 1000;

    /// <summary>
    /// Milliseconds within which the pool must be back at full size after each fault, 1 to 3,600,000; for a hang counted from its
    /// end. Default 10,000.
    /// </summary>
    public int RecoverWithinMs { get; set; } = 10_000;

    /// <summary>How long each hang lasts in milliseconds, 1 to 3,600,000. Default 1000. Of no meaning for a crash.</summary>
    public int HangMs { get; set; } = 1000;

    /// <summary>
    /// Least share of the pool's calls that must succeed while the plan runs, 0 to 1. When above 0, no call at all fails the
    /// test. Default 0.
    /// </summary>
    public double MinSuccessRate { get; set; }

    internal override IEnumerable<string> Problems()
    {
        const int Hour = 3_600_000;
        foreach (string problem in base.Problems())
        {
            yield return problem;
        }

        if (!Enum.IsDefined(Fault))
        {
            yield return $"Fault is {Fault}; it is one of {string.Join(", ", Enum.GetNames<Fault>())}.";
        }

        if (Count is < 1 or > 100_000)
        {
            yield return $"Count is {Count}; it is 1 to 100,000.";
        }

        if (EveryMs is < 0 or > Hour)
        {
            yield return $"EveryMs is {EveryMs}; it is 0 to {Hour}.";
        }

        if (RecoverWithinMs is < 1 or > Hour)
        {
            yield return $"RecoverWithinMs is {RecoverWithinMs}; it is 1 to {Hour}.";
        }

        if (HangMs is < 1 or > Hour)
        {
            yield return $"HangMs is {HangMs}; it is 1 to {Hour}.";
        }

        if (!(MinSuccessRate is >= 0 and <= 1))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"MinSuccessRate is {MinSuccessRate}; it is 0 to 1.");
        }
    }
}
