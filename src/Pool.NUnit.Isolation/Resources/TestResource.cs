namespace Pool.NUnit.Isolation.Resources;

/// <summary>One item of a <see cref="TestResourceStack"/>.</summary>
internal sealed record TestResource(string Name, Func<CancellationToken, ValueTask> Release, TimeSpan Deadline)
{
    /// <summary>Releases the item by itself; null when that went well.</summary>
    /// <param name="limit">What is left of the time of all; its own deadline may be shorter.</param>
    /// <param name="budget">The time of all, for the message.</param>
    /// <param name="clock">Measures both.</param>
    public async Task<ResourceFailure?> ReleaseAsync(TimeSpan limit, TimeSpan budget, TimeProvider clock)
    {
        ReleaseAttempt attempt = new(this, limit, clock);
        // On another thread, because the release may block before it returns a task.
        Task release = Task.Run(async () => await Release(attempt.Token), CancellationToken.None);
        Task first = await Task.WhenAny(release, Task.Delay(attempt.Limit, clock, CancellationToken.None));
        if (first != release)
        {
            attempt.Expire();
            _ = release.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return Late(attempt.Limit, budget);
        }

        return release.Exception?.InnerException is { } error ? Failed(error) : null;
    }

    public ResourceFailure Failed(Exception error) =>
        new(Name, $"Releasing \"{Name}\" threw {error.GetType().Name}: {error.Message}", error);

    public ResourceFailure Late(TimeSpan limit, TimeSpan budget) => new(
        Name,
        limit == Deadline
            ? $"\"{Name}\" was not released within {limit.TotalMilliseconds:0} ms and was left behind."
            : $"\"{Name}\" was not released within {limit.TotalMilliseconds:0} ms and was left behind: others had used up the {budget.TotalMilliseconds:0} ms of the tear-down.",
        null);
}
