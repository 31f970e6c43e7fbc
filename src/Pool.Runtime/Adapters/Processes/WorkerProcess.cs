namespace Pool.Runtime.Adapters.Processes;

/// <summary>The process behind a channel, however it came to be, and its three streams.</summary>
/// <remarks><see cref="Kill"/> from any thread; the rest is the channel's.</remarks>
internal abstract class WorkerProcess : IDisposable
{
    /// <summary>Id of the worker itself, as this machine counts; null while that is not known.</summary>
    public abstract int? Id { get; }

    /// <summary>Its standard input.</summary>
    public abstract Stream Input { get; }

    /// <summary>Its standard output.</summary>
    public abstract Stream Output { get; }

    /// <summary>Its standard error.</summary>
    public abstract Stream Errors { get; }

    /// <summary>Resident memory of it and of all it has started, in bytes; null where that cannot be measured.</summary>
    public abstract long? ResidentBytes { get; }

    /// <summary>The worker has said hello, so it runs: from now on <see cref="Id"/> is known, where it can be.</summary>
    public abstract void Identify();

    /// <summary>Waits for its end.</summary>
    /// <param name="lastErrors">Gives the end of its error output, once no more can come.</param>
    public abstract Task<WorkerExit> WaitForExitAsync(Func<Task<ErrorOutputTail>> lastErrors);

    /// <summary>Ends it at once, and returns before its end is observed. Safe after its end.</summary>
    public abstract void Kill();

    /// <summary>Its end was observed and nothing reads its streams any more: ends what it left behind, frees what is held.</summary>
    public abstract void Dispose();
}
