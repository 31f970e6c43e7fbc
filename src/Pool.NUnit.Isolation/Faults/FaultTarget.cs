using System.Globalization;

namespace Pool.NUnit.Isolation.Faults;

/// <summary>Which worker a fault strikes.</summary>
public abstract record FaultTarget
{
    private FaultTarget()
    {
    }

    /// <summary>Any worker that is ready or busy; chosen by the test's seed.</summary>
    public static FaultTarget Any { get; } = new AnyWorker();

    /// <summary>The worker of an id.</summary>
    /// <param name="workerId">Its id, as in <c>PoolStats.Workers</c>.</param>
    public static FaultTarget Worker(string workerId)
    {
        ArgumentException.ThrowIfNullOrEmpty(workerId);
        return new WorkerById(workerId);
    }

    /// <summary>The worker at a place among the ready and busy ones, oldest first.</summary>
    /// <param name="index">The place, from 0.</param>
    public static FaultTarget Index(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new WorkerByIndex(index);
    }

    /// <summary>The worker that serves a session.</summary>
    /// <param name="sessionId">The session; it must have been served once.</param>
    public static FaultTarget Session(string sessionId)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        return new WorkerOfSession(sessionId);
    }

    internal sealed record AnyWorker : FaultTarget
    {
        public override string ToString() => "any worker";
    }

    internal sealed record WorkerById(string WorkerId) : FaultTarget
    {
        public override string ToString() => $"worker \"{WorkerId}\"";
    }

    internal sealed record WorkerByIndex(int Place) : FaultTarget
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"worker at index {Place}");
    }

    internal sealed record WorkerOfSession(string SessionId) : FaultTarget
    {
        public override string ToString() => $"worker of session \"{SessionId}\"";
    }
}
