namespace Pool.Runtime.Resilience.Recovery;

/// <summary>The arithmetic of waits, without clock or random source.</summary>
/// <remarks>
/// Exponential growth with full jitter follows M. Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog,
/// 2015), except that the cap comes last, so that no jitter exceeds it.
/// </remarks>
internal static class BackoffDelays
{
    /// <summary>The wait before a retry, in whole milliseconds, as timers count no finer.</summary>
    /// <param name="backoff">Shape, base and cap.</param>
    /// <param name="retry">Number of the retry; the first is 1.</param>
    /// <param name="chance">A draw from [0, 1).</param>
    public static TimeSpan Delay(Backoff backoff, int retry, double chance)
    {
        // In floating point, so that the hundredth doubling is only a large number and not an overflow.
        var wait = Growth(backoff.Shape, retry) * backoff.BaseDelay.TotalMilliseconds * Jitter(backoff.Jitter, chance);
        return wait >= backoff.MaxDelay.TotalMilliseconds
            ? backoff.MaxDelay
            : TimeSpan.FromMilliseconds((long)Math.Round(wait));
    }

    private static double Growth(BackoffShape shape, int retry) => shape switch
    {
        BackoffShape.None => 0,
        BackoffShape.Linear => retry,
        BackoffShape.Exponential => Math.Pow(2, retry - 1),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, message: null),
    };

    private static double Jitter(BackoffJitter jitter, double chance) => jitter switch
    {
        BackoffJitter.None => 1,
        BackoffJitter.Quarter => 0.75 + (0.5 * chance),
        BackoffJitter.Full => chance,
        _ => throw new ArgumentOutOfRangeException(nameof(jitter), jitter, message: null),
    };
}
