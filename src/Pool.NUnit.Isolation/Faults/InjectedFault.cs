using Pool.Reporting.Records;

namespace Pool.NUnit.Isolation.Faults;

/// <summary>A fault that struck. Disposing it undoes what can be undone: a hang ends, a crash stays a crash.</summary>
public sealed class InjectedFault : IDisposable
{
    private readonly IDisposable? _undo;
    private FaultEvidence _evidence;

    internal InjectedFault(Fault fault, FaultEvidence evidence, long injectedAt, IDisposable? undo)
    {
        Fault = fault;
        _evidence = evidence;
        InjectedAt = injectedAt;
        _undo = undo;
    }

    /// <summary>What was done.</summary>
    public Fault Fault { get; }

    /// <summary>The worker that was struck.</summary>
    public string WorkerId => Evidence.WorkerId;

    /// <summary>What was seen of it so far. <c>Real</c> evidence is of a process; <c>Virtual</c> evidence proves nothing about the Full layer.</summary>
    public FaultEvidence Evidence => Volatile.Read(ref _evidence);

    /// <summary>Timestamp of the injection, on the injector's clock.</summary>
    internal long InjectedAt { get; }

    /// <summary>Ends a hang. May be called again.</summary>
    public void Dispose() => _undo?.Dispose();

    internal void Amend(Func<FaultEvidence, FaultEvidence> change) => Volatile.Write(ref _evidence, change(Evidence));
}
