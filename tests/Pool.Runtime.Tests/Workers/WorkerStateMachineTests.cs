using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Workers;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class WorkerStateMachineTests
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Noon);

    [Test]
    public void Machine_begins_as_initializing_without_a_history()
    {
        var machine = new WorkerStateMachine(_time);

        machine.State.ShouldBe(WorkerState.Initializing);
        machine.ReadHistory().ShouldBeEmpty();
    }

    [Test]
    public void History_tells_when_each_move_was_made_however_late_it_is_read()
    {
        var machine = new WorkerStateMachine(_time);
        _time.Advance(TimeSpan.FromSeconds(2));
        machine.Move(WorkerState.Ready, TransitionReason.InitComplete);
        _time.Advance(TimeSpan.FromSeconds(3));
        machine.Move(WorkerState.Busy, TransitionReason.Checkout);
        _time.Advance(TimeSpan.FromHours(1));

        machine.ReadHistory().ShouldBe(
        [
            new WorkerTransition(WorkerState.Initializing, WorkerState.Ready, TransitionReason.InitComplete, Noon.AddSeconds(2), TimeSpan.FromSeconds(2)),
            new WorkerTransition(WorkerState.Ready, WorkerState.Busy, TransitionReason.Checkout, Noon.AddSeconds(5), TimeSpan.FromSeconds(3)),
        ]);
    }

    [Test]
    public void History_keeps_the_latest_thirty_two_moves()
    {
        var machine = new WorkerStateMachine(_time);
        machine.Move(WorkerState.Ready, TransitionReason.InitComplete);
        for (var i = 0; i < 50; i++)
        {
            machine.Move(WorkerState.Busy, TransitionReason.Checkout);
            machine.Move(WorkerState.Ready, TransitionReason.CheckinSuccess);
        }

        machine.Move(WorkerState.Terminating, TransitionReason.AgeLimit);

        var history = machine.ReadHistory();
        history.Count.ShouldBe(32);
        history[^1].Reason.ShouldBe(TransitionReason.AgeLimit);
        history[0].To.ShouldBe(WorkerState.Ready);
        history.Skip(1).Zip(history, (after, before) => (after, before)).ShouldAllBe(pair => pair.after.From == pair.before.To);
    }

    [Test]
    public void Illegal_move_is_refused_and_changes_nothing()
    {
        var machine = new WorkerStateMachine(_time);

        Should.Throw<InvalidOperationException>(() => machine.Move(WorkerState.Busy, TransitionReason.Checkout))
            .Message.ShouldContain("from Initializing to Busy for Checkout");

        machine.State.ShouldBe(WorkerState.Initializing);
        machine.ReadHistory().ShouldBeEmpty();
    }

    [Test]
    public void Move_costs_no_memory()
    {
        var machine = new WorkerStateMachine(TimeProvider.System);
        machine.Move(WorkerState.Ready, TransitionReason.InitComplete);
        void Cycle()
        {
            machine.Move(WorkerState.Busy, TransitionReason.Checkout);
            machine.Move(WorkerState.Ready, TransitionReason.CheckinSuccess);
        }

        Cycle();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Cycle();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
