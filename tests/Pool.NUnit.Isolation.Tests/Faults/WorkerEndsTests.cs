using Pool.NUnit.Isolation.Faults;
using Pool.Runtime;
using Pool.Runtime.Workers;

namespace Pool.NUnit.Isolation.Tests.Faults;

internal sealed class WorkerEndsTests
{
    [TestCase(137)]
    [TestCase(3)]
    [TestCase(null)]
    public void Exit_status_is_what_the_pool_observed(int? status)
    {
        WorkerEnds ends = new();
        ends.Observe(Moved(WorkerState.Terminating, null));
        ends.IsSettled("w1").ShouldBeFalse();

        ends.Observe(Moved(WorkerState.Terminated, status));

        ends.IsSettled("w1").ShouldBeTrue();
        ends.ExitStatusOf("w1").ShouldBe(status);
    }

    [Test]
    public void Missed_events_settle_every_worker_without_a_status()
    {
        WorkerEnds ends = new();

        ends.Observe(new PoolEvent.Missed(3));

        ends.IsSettled("w1").ShouldBeTrue();
        ends.ExitStatusOf("w1").ShouldBeNull();
    }

    private static PoolEvent.WorkerMoved Moved(WorkerState to, int? status) =>
        new("w1", WorkerState.Busy, to, TransitionReason.Crash, 42, null) { ExitStatus = status };
}
