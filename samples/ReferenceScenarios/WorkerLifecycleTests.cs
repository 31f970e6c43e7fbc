using Pool.Runtime.Adapters;
using Pool.Runtime.Workers;

namespace ReferenceScenarios;

/// <summary>The reference design's unit tests: a worker's life, without a process.</summary>
internal sealed class WorkerLifecycleTests
{
    [IsolatedTest(Layer = TestLayer.Mock)]
    public async Task Worker_initializes_correctly(SessionPool pool)
    {
        var worker = pool.GetStats().Workers.ShouldHaveSingleItem();

        worker.State.ShouldBe(WorkerState.Ready);
        worker.Commands.ShouldBe(0);
        worker.Sessions.ShouldBeEmpty();
        var counters = pool.GetStats().Counters;
        (counters.Starts, counters.StartFailures, counters.Losses).ShouldBe((1, 0, 0));
        (await pool.ExecuteAnonymousAsync("health_check")).WorkerId.ShouldBe(worker.WorkerId);
    }

    [IsolatedTest(Layer = TestLayer.Mock)]
    public async Task Checkout_moves_the_worker_to_busy_for_its_session_and_checkin_back_to_ready(SessionPool pool, WorkerScript script)
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var leave = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        script.OnAsync("hold", async (_, stopped) =>
        {
            entered.SetResult();
            await leave.Task.WaitAsync(stopped);
            return InProcessReply.Success("done");
        });
        var moves = new List<(WorkerState From, WorkerState To, TransitionReason Reason)>();
        var events = pool.ObserveAsync();

        var call = pool.ExecuteAsync("test_session", "hold").AsTask();
        await entered.Task;

        pool.GetStats().Workers.ShouldHaveSingleItem().State.ShouldBe(WorkerState.Busy);
        pool.FindSessionWorker("test_session").ShouldNotBeNull().State.ShouldBe(WorkerState.Busy);
        leave.SetResult();
        await call;
        await foreach (var happened in events)
        {
            if (happened is PoolEvent.WorkerMoved moved)
                moves.Add((moved.From, moved.To, moved.Reason));
            if (happened is PoolEvent.CheckedIn)
                break;
        }

        pool.GetStats().Workers.ShouldHaveSingleItem().State.ShouldBe(WorkerState.Ready);
        moves.ShouldContain((WorkerState.Ready, WorkerState.Busy, TransitionReason.Checkout));
    }
}
