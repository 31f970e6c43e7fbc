namespace Pool.NUnit.Isolation.Resources;

/// <summary>One item of a <see cref="TestResourceStack"/>.</summary>
internal sealed record TestResource(string Name, Func<CancellationToken, ValueTask> Release, TimeSpan Deadline)
{
    /// <summary>Releases the item; null when that went well.</summary>
    public async Task<ResourceFailure?> ReleaseAsync(TimeProvider clock)
    {
        using CancellationTokenSource expired = new();
        // On another thread, because the release may block before it returns a task.
        Task release = Task.Run(async () => await Release(expired.Token), CancellationToken.None);
        try
        {
            await release.WaitAsync(Deadline, clock);
            return null;
        }
        catch (TimeoutException) when (!release.IsCompleted)
        {
            await expired.CancelAsync();
            return new ResourceFailure(
                Name, $"\"{Name}\" was not released within {Deadline.TotalMilliseconds:0} ms and was left behind.", null);
        }
        catch (Exception error)
        {
            return new ResourceFailure(Name, $"Releasing \"{Name}\" threw {error.GetType().Name}: {error.Message}", error);
        }
    }
}
