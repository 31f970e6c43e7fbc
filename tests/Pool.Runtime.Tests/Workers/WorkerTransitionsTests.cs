using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Workers;

internal sealed class WorkerTransitionsTests
{
    // The specification, said again and not derived from the table.
    private static readonly string[] Legal =
    [
        "Initializing Ready: InitComplete",
        "Initializing Terminated: StartFailed Shutdown",
        "Ready Busy: Checkout",
        "Ready Degraded: HealthCheckFailed",
        "Ready Terminating: Shutdown Crash ProtocolViolation AgeLimit RequestLimit MemoryLimit Cleared Retired",
        "Busy Ready: CheckinSuccess",
        "Busy Degraded: CheckinError",
        "Busy Terminating: Shutdown Crash ProtocolViolation Timeout Cancelled Leaked MemoryLimit",
        "Degraded Ready: HealthRestored",
        "Degraded Terminating: Shutdown Crash ProtocolViolation HealthCheckFailed AgeLimit RequestLimit MemoryLimit Cleared Retired",
        "Terminating Terminated: Exited",
    ];

    [Test]
    public void Every_move_is_legal_for_the_reasons_of_the_specification_and_no_other()
    {
        var legal =
            from row in Legal
            let parts = row.Split(": ")
            from reason in parts[1].Split(' ')
            select $"{parts[0]} {reason}";

        var known =
            from before in Enum.GetValues<WorkerState>()
            from to in Enum.GetValues<WorkerState>()
            from reason in Enum.GetValues<TransitionReason>()
            where WorkerTransitions.IsLegal(before, to, reason)
            select $"{before} {to} {reason}";

        known.ShouldBe(legal, ignoreOrder: true);
    }

    [Test]
    public void Terminated_worker_accepts_no_move() =>
        Enum.GetValues<WorkerState>().ShouldAllBe(to => Enum.GetValues<TransitionReason>().All(
            reason => !WorkerTransitions.IsLegal(WorkerState.Terminated, to, reason)));

    [Test]
    public void Every_state_but_the_last_can_be_left_when_the_pool_shuts_down() =>
        Enum.GetValues<WorkerState>().Where(state => state < WorkerState.Terminating).ShouldAllBe(
            state => WorkerTransitions.IsLegal(state, WorkerState.Terminating, TransitionReason.Shutdown)
                || WorkerTransitions.IsLegal(state, WorkerState.Terminated, TransitionReason.Shutdown));
}
