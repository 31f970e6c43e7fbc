namespace Pool.Runtime.Tests;

/// <summary>A caller with a thread of its own and a synchronization context that only this thread could serve, which it blocks.</summary>
internal static class BlockingCaller
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs the code to its end; fails when it hangs, or when something was posted to its context.</summary>
    public static async Task RunAsync(Action code)
    {
        var context = new NeverPumpedContext();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(context);
            try
            {
                code();
                ended.SetResult();
            }
            catch (Exception e)
            {
                ended.SetException(e);
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
        await ended.Task.WaitAsync(Patience);
        context.Posts.ShouldBe(0);
    }

    /// <summary>Blocks until the task has ended, as one does who knows no better.</summary>
    public static T Block<T>(this ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();

    public static void Block(this ValueTask task) => task.AsTask().GetAwaiter().GetResult();
}
