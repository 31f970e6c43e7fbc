using System.Collections.Concurrent;

namespace Pool.Runtime.Adapters.Guards;

/// <summary>
/// The one thread that starts workers. The kernel ties a parent's death signal to the thread that started the child, not
/// to its process (prctl(2), PR_SET_PDEATHSIG), so that thread must live as long as any of them.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SpawnerThread : IDisposable
{
    private const int StackBytes = 512 * 1024;

    private readonly BlockingCollection<Action> _work = [];

    public SpawnerThread(string name) => new Thread(Run, StackBytes) { IsBackground = true, Name = name }.UnsafeStart();

    /// <summary>Does something on the thread; one thing at a time, in the order of the calls.</summary>
    /// <exception cref="ObjectDisposedException">The thread has ended.</exception>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _work.Add(() =>
            {
                try
                {
                    done.SetResult(work());
                }
                catch (Exception e)
                {
                    done.SetException(e);
                }
            });
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(WorkerHost), "The worker host has been disposed; it starts no more workers.");
        }

        return done.Task;
    }

    /// <summary>Ends the thread once what it was given is done. Whatever it has started is killed by the kernel then.</summary>
    public void Dispose() => _work.CompleteAdding();

    private void Run()
    {
        foreach (var work in _work.GetConsumingEnumerable())
            work();
        _work.Dispose();
    }
}
