namespace Pool.Runtime.Tests;

/// <summary>Waits for what the pool's own loops bring about, whatever its clock says.</summary>
internal static class PoolStatsWaiting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<PoolStats> ReachAsync(this SessionPool pool, Func<PoolStats, bool> wanted)
    {
        var since = TimeProvider.System.GetTimestamp();
        PoolStats stats;
        while (!wanted(stats = pool.GetStats()))
        {
            if (TimeProvider.System.GetElapsedTime(since) > Patience)
                throw new TimeoutException($"The pool did not get there; it is at {stats}");
            await Task.Yield();
        }

        return stats;
    }
}
