using Pool.Runtime;
using Pool.Runtime.Errors;
using Pool.Runtime.Workers;

namespace Pool.SystemTests.Workers;

/// <summary>A worker process is measured by what the operating system says of it, and replaced when it has grown too large.</summary>
[TestFixture(WorkerProgram.Python)]
[TestFixture(WorkerProgram.DotNet)]
internal sealed class WorkerMemoryTests(WorkerProgram program)
{
    private const long Limit = 200L * 1024 * 1024;

    [Test]
    public async Task Given_a_worker_that_hoards_memory_when_it_is_idle_then_another_process_takes_its_place_and_its_sessions()
    {
        await using var pool = await SessionPool.StartAsync(
            new PoolOptions
            {
                Size = 1,
                MaxWorkerMemoryBytes = Limit,
                MemoryCheckInterval = TimeSpan.FromMilliseconds(50),
                StartTimeout = TimeSpan.FromSeconds(60),
                QueueTimeout = TimeSpan.FromSeconds(60),
            },
            program.Adapter());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var events = pool.ObserveAsync(patience.Token);
        var large = pool.GetStats().Workers[0];
        await pool.ExecuteAsync("s", "append", new { value = 7 });

        await pool.ExecuteAnonymousAsync("allocate", new { megabytes = 300 });

        var end = await events.OfType<PoolEvent.WorkerMoved>().FirstAsync(move => move.To == WorkerState.Terminated, patience.Token);
        (end.WorkerId, end.ExitStatus).ShouldBe((large.WorkerId, 0));
        OperatingSystemProcess.IsAlive(large.ProcessId!.Value).ShouldBeFalse();
        (await pool.ExecuteAsync("s", "total")).Value.GetProperty("total").GetInt32().ShouldBe(7);
        var stats = pool.GetStats();
        (stats.Recycles[RecycleReason.Memory], stats.Counters.Recycles, stats.Counters.Losses).ShouldBe((1, 1, 0));
        stats.Workers.ShouldHaveSingleItem().ProcessId.ShouldNotBe(large.ProcessId);
    }

    [Test]
    public async Task Given_a_worker_whose_command_hoards_memory_then_it_is_killed_in_the_midst_of_it()
    {
        await using var pool = await SessionPool.StartAsync(
            new PoolOptions { Size = 1, KillWorkerMemoryBytes = Limit, MemoryCheckInterval = TimeSpan.FromMilliseconds(20), CommandTimeout = TimeSpan.FromSeconds(60) },
            program.Adapter());
        await using var lease = await pool.CheckoutAsync(CheckoutRequest.Anonymous);
        await lease.ExecuteAsync("ping");
        var process = pool.GetStats().Workers[0].ProcessId!.Value;

        // It may be killed before it answers, or once it has.
        var error = await Should.ThrowAsync<WorkerLostException>(async () =>
        {
            await lease.ExecuteAsync("allocate", new { megabytes = 300 });
            await lease.ExecuteAsync("sleep", new { seconds = 50 });
        });

        error.Message.ShouldContain("more than KillWorkerMemoryBytes (209715200)");
        OperatingSystemProcess.IsAlive(process).ShouldBeFalse();
    }
}
