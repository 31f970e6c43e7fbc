namespace Pool.NUnit.Isolation.Load;

/// <summary>How a load runs.</summary>
/// <param name="Clients">Callers at a time, at least 1; each waits for its operation before it starts the next (closed loop).</param>
/// <param name="Duration">How long new operations are started, more than zero.</param>
/// <param name="WarmupOperations">Operations run before the measurement by all clients together, at least 0.</param>
/// <param name="UsesThreads">Each client gets a thread of its own, for operations that block.</param>
/// <param name="DrainTimeout">How long operations may run on after <paramref name="Duration"/>, and again after they were cancelled.</param>
internal sealed record LoadSettings(
    int Clients,
    TimeSpan Duration,
    int WarmupOperations,
    bool UsesThreads,
    TimeSpan DrainTimeout);
