using Microsoft.Extensions.Logging;
using Pool.Runtime.Telemetry;

namespace Pool.Runtime.Workers;

/// <summary>
/// The one place where a pool's own loops start: without a caller's execution context and without its synchronization
/// context, so that no loop keeps a caller's locals alive or runs on a caller's thread. Thread-safe.
/// </summary>
internal sealed class BackgroundLoops(ILogger logger, string poolName)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];

    public void Start(Func<Task> loop)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
            _running.Add(ended.Task);
        ThreadPool.UnsafeQueueUserWorkItem(
            static state => _ = state.Loops.RunAsync(state.Loop, state.Ended), (Loops: this, Loop: loop, Ended: ended), preferLocal: false);
    }

    /// <summary>Runs a short piece of work that nobody waits for, soon and without a caller's context.</summary>
    public static void Post(IThreadPoolWorkItem work) => ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: true);

    /// <summary>Completes once no loop runs any more; loops that start others keep it waiting.</summary>
    public async Task WhenAllEndedAsync()
    {
        while (true)
        {
            Task[] running;
            lock (_gate)
                running = [.. _running];
            if (running.Length == 0)
                return;
            await Task.WhenAll(running);
        }
    }

    private async Task RunAsync(Func<Task> loop, TaskCompletionSource ended)
    {
        try
        {
            await loop();
        }
        catch (Exception e)
        {
            Log.LoopFailed(logger, poolName, e);
        }
        finally
        {
            lock (_gate)
                _running.Remove(ended.Task);
            ended.SetResult();
        }
    }
}
