namespace Pool.Runtime.Workers;

/// <summary>
/// How long to wait after failed starts in a row: doubling from the first delay up to the longest, spread by 25 % so that
/// pools that failed together do not come back together. Guarded by the pool's lock.
/// </summary>
internal sealed class StartBackoff(TimeSpan first, TimeSpan longest, int seed)
{
    private const double Spread = 0.25;

    private readonly Random _random = new(seed);
    private int _failures;

    public void Succeeded() => _failures = 0;

    public TimeSpan Failed()
    {
        var doubled = first.TotalMilliseconds * Math.Pow(2, Math.Min(_failures++, 30));
        var spread = 1 + (Spread * ((2 * _random.NextDouble()) - 1));
        return TimeSpan.FromMilliseconds(Math.Min(doubled * spread, longest.TotalMilliseconds));
    }
}
