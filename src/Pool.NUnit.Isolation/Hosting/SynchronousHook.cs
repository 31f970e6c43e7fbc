namespace Pool.NUnit.Isolation.Hosting;

/// <summary>Runs asynchronous work to its end where NUnit offers only synchronous hooks.</summary>
internal static class SynchronousHook
{
    /// <summary>
    /// Blocks until the work is done. The work runs on the thread pool, where no synchronization context waits for the blocked
    /// thread; NUnit's own threads are not of the pool, so blocking one starves nobody.
    /// </summary>
#pragma warning disable VSTHRD002, MA0045 // This is the one place for it.
    public static void Run(Func<Task> work) => Task.Run(work).GetAwaiter().GetResult();

    public static T Run<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002, MA0045
}
