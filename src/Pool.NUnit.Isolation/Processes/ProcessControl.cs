namespace Pool.NUnit.Isolation.Processes;

/// <summary>
/// Finds, kills and suspends the processes of one test. Touches no process that does not carry the test's tag, since a
/// process id may have been given to another program in the meantime.
/// </summary>
internal abstract class ProcessControl
{
    /// <summary>The implementation for the operating system at hand.</summary>
    public static ProcessControl Create(TimeProvider clock) =>
        OperatingSystem.IsLinux() ? new LinuxProcessControl(clock) : new PortableProcessControl();

    /// <summary>Live processes that carry the tag; a zombie is not alive.</summary>
    /// <param name="tag">The test's mark.</param>
    /// <param name="recorded">Ids of processes that the test's pools are known to have started.</param>
    public abstract IReadOnlyList<ProcessEntry> FindLive(ProcessTag tag, IReadOnlyCollection<int> recorded);

    /// <summary>Kills a process and returns once it is seen dead.</summary>
    /// <exception cref="InvalidOperationException">There is no such process of this test, or it did not die in time.</exception>
    public abstract Task KillAsync(int processId, ProcessTag tag, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Suspends a process and returns once it is seen suspended.</summary>
    /// <returns>Lets it run on; may be called again and after its death.</returns>
    /// <exception cref="InvalidOperationException">There is no such process of this test, or it did not stop in time.</exception>
    public abstract Task<IDisposable> SuspendAsync(int processId, ProcessTag tag, TimeSpan timeout, CancellationToken cancellationToken);
}
