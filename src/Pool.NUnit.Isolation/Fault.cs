namespace Pool.NUnit.Isolation;

/// <summary>What can be done to a worker.</summary>
public enum Fault
{
    /// <summary>
    /// The worker dies. A process gets SIGKILL and is seen dead; a scripted worker (Mock, Bridge) ends without an answer.
    /// </summary>
    WorkerCrash,

    /// <summary>
    /// The worker stops answering. A process gets SIGSTOP, is seen stopped, and gets SIGCONT at the end (Linux only); a scripted
    /// worker withholds its answers.
    /// </summary>
    WorkerHang,
}
