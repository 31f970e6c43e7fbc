using System.Globalization;

namespace Pool.NUnit.Isolation.Resources;

/// <summary>The one start of one resource: what it takes first, then itself, and back again when that fails.</summary>
internal sealed class ResourceStart(PlannedResource resource, ResourceOwner owner, TestResourceContext context, TimeProvider clock)
{
    // What ignores its token is not waited for any longer before it is undone.
    internal static readonly TimeSpan ReturnGrace = TimeSpan.FromSeconds(3);

    private volatile bool _called;

    /// <param name="other">Gives a resource that this one takes, started.</param>
    /// <param name="begin">Called before the resource's own code is.</param>
    /// <exception cref="TestResourceStartException">It, or one that it takes, could not be started.</exception>
    public async Task<IAsyncTestResource> RunAsync(Func<PlannedResource, Task<IAsyncTestResource>> other, Action begin)
    {
        IReadOnlyDictionary<Type, IAsyncTestResource> dependencies = await StartDependenciesAsync(other);
        begin();
        IAsyncTestResource made = Create(dependencies);
        using CancellationTokenSource expired = CancellationTokenSource.CreateLinkedTokenSource(owner.Ending);
        // On another thread, because the start may block before it returns a task; and not any more once its deadline is over.
        Task start = Task.Run(
            async () =>
            {
                _called = true;
                await made.StartAsync(context, expired.Token);
            },
            expired.Token);
        try
        {
            await start.WaitAsync(resource.Declaration.StartTimeout, clock, owner.Ending);
            owner.Stack.Push(resource.Name, made.StopAsync, resource.Declaration.StopTimeout);
            return made;
        }
        catch (Exception error)
        {
            string message = Describe(error, start.IsCompleted);
            throw new TestResourceStartException(message + await UndoAsync(made, start, expired), error);
        }
    }

    private async Task<IReadOnlyDictionary<Type, IAsyncTestResource>> StartDependenciesAsync(
        Func<PlannedResource, Task<IAsyncTestResource>> other)
    {
        try
        {
            // All at once: those that depend on each other wait for each other.
            IAsyncTestResource[] started = await Task.WhenAll(resource.Dependencies.Select(other));
            return resource.Dependencies.Zip(started).DistinctBy(static p => p.First.Type).ToDictionary(static p => p.First.Type, static p => p.Second);
        }
        catch (TestResourceStartException error)
        {
            throw new TestResourceStartException($"{resource.Name} was not started, because what it takes was not: {error.Message}", error);
        }
    }

    private IAsyncTestResource Create(IReadOnlyDictionary<Type, IAsyncTestResource> dependencies)
    {
        if (owner.Ending.IsCancellationRequested)
        {
            throw new TestResourceStartException($"{resource.Name} was asked for when {owner.Description} had ended or was cancelled, so it was not started.", null);
        }

        try
        {
            return resource.Shape.Create(dependencies, owner.Environment?.Services);
        }
        catch (Exception error)
        {
            throw new TestResourceStartException($"{resource.Name} could not be made: {error.GetType().Name}: {error.Message}", error);
        }
    }

    private string Describe(Exception error, bool returned) => error switch
    {
        TimeoutException when !returned => string.Create(
            CultureInfo.InvariantCulture,
            $"{resource.Name} did not start within {resource.Declaration.StartTimeout.TotalMilliseconds:0} ms. Look into its StartAsync, or raise StartTimeoutMs of its [UseResource]."),
        OperationCanceledException when owner.Ending.IsCancellationRequested =>
            $"{resource.Name} was still starting when {owner.Description} ended or was cancelled.",
        _ => $"{resource.Name} could not be started: {error.GetType().Name}: {error.Message}",
    };

    // Empty when that went well.
    private async Task<string> UndoAsync(IAsyncTestResource made, Task start, CancellationTokenSource expired)
    {
        try
        {
            // Neither a callback nor a start that ignores the token may keep the rest from going on.
            await Task.WhenAll(expired.CancelAsync(), start).WaitAsync(ReturnGrace, clock);
        }
        catch (Exception)
        {
            // How it failed is known. If it still runs, StopAsync is the one chance left to end what it began.
        }

        if (!_called)
        {
            return "";
        }

        TimeSpan limit = resource.Declaration.StopTimeout;
        ResourceFailure? failure = await new TestResource(resource.Name, made.StopAsync, limit).ReleaseAsync(limit, limit, clock);
        return failure is null ? "" : $" Undoing that failed as well: {failure.Message}";
    }
}
