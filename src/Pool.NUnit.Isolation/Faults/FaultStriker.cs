using Pool.NUnit.Isolation.Determinism;
using Pool.NUnit.Isolation.Processes;
using Pool.NUnit.Isolation.Scripting;
using Pool.Reporting.Records;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Faults;

/// <summary>Carries a fault out on one worker, by the means that the worker's kind offers.</summary>
internal sealed class FaultStriker(
    SessionPool pool, ScriptedFleet fleet, TestProcesses processes, PoolWatch watch, WorkerEnds ends, TimeProvider clock)
{
    private static readonly TimeSpan EffectTimeout = TimeSpan.FromSeconds(5);

    private readonly FaultJournal _journal = new();

    public Task<InjectedFault> StrikeAsync(Fault fault, WorkerStats victim, long origin, CancellationToken cancellationToken) =>
        (fault, victim.ProcessId) switch
        {
            (Fault.WorkerCrash, { } pid) => KillAsync(victim, pid, origin, cancellationToken),
            (Fault.WorkerCrash, null) => CrashScriptedAsync(victim, origin, cancellationToken),
            (Fault.WorkerHang, { } pid) => SuspendAsync(victim, pid, origin, cancellationToken),
            (Fault.WorkerHang, null) => Task.FromResult(HangScripted(victim, origin)),
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "There is no such fault."),
        };

    public void UndoAll() => _journal.UndoAll();

    private async Task<InjectedFault> KillAsync(WorkerStats victim, int processId, long origin, CancellationToken cancellationToken)
    {
        long injectedAt = clock.GetTimestamp();
        await processes.Control.KillAsync(processId, processes.Tag, EffectTimeout, cancellationToken);
        FaultEvidence evidence = Evidence(Fault.WorkerCrash, EvidenceKind.Real, victim, origin, injectedAt) with
        {
            ProcessId = processId,
            Signal = "SIGKILL",
            ObservedDeadMs = clock.GetElapsedTime(injectedAt).TotalMilliseconds,
        };
        await UntilGoneAsync(victim, cancellationToken);
        return new InjectedFault(
            Fault.WorkerCrash, evidence with { ExitStatus = ends.ExitStatusOf(victim.WorkerId) }, injectedAt, undo: null);
    }

    private async Task<InjectedFault> CrashScriptedAsync(WorkerStats victim, long origin, CancellationToken cancellationToken)
    {
        ScriptedWorker worker = Scripted(victim);
        long injectedAt = clock.GetTimestamp();
        worker.Crash("injected crash");
        await UntilGoneAsync(victim, cancellationToken);
        FaultEvidence evidence = Evidence(Fault.WorkerCrash, EvidenceKind.Virtual, victim, origin, injectedAt) with
        {
            ObservedDeadMs = clock.GetElapsedTime(injectedAt).TotalMilliseconds,
        };
        return new InjectedFault(Fault.WorkerCrash, evidence, injectedAt, undo: null);
    }

    private async Task<InjectedFault> SuspendAsync(WorkerStats victim, int processId, long origin, CancellationToken cancellationToken)
    {
        // In the journal before it happens, so that no way out of here leaves a stopped process.
        FaultJournalEntry entry = _journal.Open();
        long injectedAt = clock.GetTimestamp();
        entry.Attach(await processes.Control.SuspendAsync(processId, processes.Tag, EffectTimeout, cancellationToken));
        FaultEvidence evidence = Evidence(Fault.WorkerHang, EvidenceKind.Real, victim, origin, injectedAt) with
        {
            ProcessId = processId,
            Signal = "SIGSTOP",
            ObservedDeadMs = clock.GetElapsedTime(injectedAt).TotalMilliseconds,
        };
        return new InjectedFault(Fault.WorkerHang, evidence, injectedAt, entry);
    }

    private InjectedFault HangScripted(WorkerStats victim, long origin)
    {
        ScriptedWorker worker = Scripted(victim);
        FaultJournalEntry entry = _journal.Open();
        long injectedAt = clock.GetTimestamp();
        entry.Attach(worker.Hang());
        return new InjectedFault(
            Fault.WorkerHang, Evidence(Fault.WorkerHang, EvidenceKind.Virtual, victim, origin, injectedAt), injectedAt, entry);
    }

    private Task<PoolStats> UntilGoneAsync(WorkerStats victim, CancellationToken cancellationToken) => watch.UntilAsync(
        stats => stats.Workers.All(w => !string.Equals(w.WorkerId, victim.WorkerId, StringComparison.Ordinal)) && ends.IsSettled(victim.WorkerId),
        EffectTimeout,
        $"pool \"{pool.Name}\" has seen the end of worker {victim.WorkerId}",
        cancellationToken);

    private ScriptedWorker Scripted(WorkerStats victim) => fleet.Find(pool.Name, victim.WorkerId)
        ?? throw new NotSupportedException(
            $"Worker {victim.WorkerId} of pool \"{pool.Name}\" is neither a process nor a scripted worker of the layer's own adapter, so no fault can strike it. "
            + "Leave out the WorkerAdapter that the test registers, or register a ProcessAdapter.");

    private FaultEvidence Evidence(Fault fault, EvidenceKind kind, WorkerStats victim, long origin, long injectedAt) => new()
    {
        Kind = fault.ToString(),
        Evidence = kind,
        WorkerId = victim.WorkerId,
        InjectedAtMs = clock.GetElapsedTime(origin, injectedAt).TotalMilliseconds,
    };
}
