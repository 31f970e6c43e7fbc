namespace Pool.NUnit.Isolation.Resources;

/// <summary>One item of a <see cref="TestResourceStack"/>.</summary>
internal sealed record TestResource(string Name, Func<CancellationToken, ValueTask> Release, TimeSpan Deadline)
{
    /// <summary>Releases the item; null when that went well.</summary>
    /// <param name="limit">What the item has of the time of all; its own deadline may be shorter.</param>
    /// <param name="budget">The time of all, for the message.</param>
    /// <param name="clock">Measures both.</param>
    public async Task<ResourceFailure?> ReleaseAsync(TimeSpan limit, TimeSpan budget, TimeProvider clock)
    {
        TimeSpan own = Deadline <= limit ? Deadline : limit;
        // Not disposed: who is left behind may still look at the token.
        CancellationTokenSource expired = new();
        // On another thread, because the release may block before it returns a task.
        Task release = Task.Run(async () => await Release(expired.Token), CancellationToken.None);
        try
        {
            await release.WaitAsync(own, clock);
            return null;
        }
        catch (TimeoutException) when (!release.IsCompleted)
        {
            Abandon(release, expired);
            return new ResourceFailure(Name, Late(own, budget), null);
        }
        catch (TimeoutException) when (release.IsCompletedSuccessfully)
        {
            // In the very moment.
            return null;
        }
        catch (Exception error)
        {
            return new ResourceFailure(Name, $"Releasing \"{Name}\" threw {error.GetType().Name}: {error.Message}", error);
        }
    }

    private string Late(TimeSpan own, TimeSpan budget) => own == Deadline
        ? $"\"{Name}\" was not released within {own.TotalMilliseconds:0} ms and was left behind."
        : $"\"{Name}\" was not released within {own.TotalMilliseconds:0} ms and was left behind: others had used up the {budget.TotalMilliseconds:0} ms of the tear-down.";

    // Neither what hangs on the token nor what the release ends with later may stop or fail anything.
    private static void Abandon(Task release, CancellationTokenSource expired)
    {
        _ = release.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        _ = expired.CancelAsync().ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }
}
