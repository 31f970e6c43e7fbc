namespace Pool.NUnit.Isolation.Observability;

/// <summary>
/// Runs what may block, because it takes locks of a pool that is stuck or runs code of others, on a thread of its own: the thread
/// pool may be what the test has starved.
/// </summary>
internal static class BoundedThread
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>Runs the steps in turn; what one throws is handed on and keeps no other from running.</summary>
    /// <returns>Whether all were done in time. The rest still runs when they were not.</returns>
    public static bool TryRun(TimeSpan limit, Action<Exception> failed, params IReadOnlyList<Action> steps)
    {
        Thread thread = new(() =>
        {
            foreach (Action step in steps)
            {
                try
                {
                    step();
                }
                catch (Exception error)
                {
                    failed(error);
                }
            }
        })
        {
            IsBackground = true,
            Name = "Pool test diagnostics",
        };
        // Nothing that runs there belongs to the test's flow of execution.
        thread.UnsafeStart();
        return thread.Join(limit);
    }
}
