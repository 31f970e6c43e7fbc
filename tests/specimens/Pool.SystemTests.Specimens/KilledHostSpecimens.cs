using System.Text.Json;
using Pool.NUnit.Isolation;
using Pool.Runtime;

namespace Pool.SystemTests.Specimens;

/// <summary>
/// Tests of a host that is killed in the midst of the second. Written to POOL_SPECIMEN_FILE: the host's process id, then
/// those of its workers, of which all but one are at work.
/// </summary>
internal sealed class KilledHostSpecimens
{
    [IsolatedTest(Layer = TestLayer.Full), Order(1)]
    public async Task Ends_before_the_host_is_killed(SessionPool pool) => await pool.ExecuteAnonymousAsync("ping");

    [IsolatedTest(Layer = TestLayer.Full, PoolSize = 3, MaxOverflow = 0), Order(2)]
    public async Task Is_cut_off_with_the_host(SessionPool pool, TestEnvironment environment)
    {
        var forever = new ExecuteOptions { Timeout = TimeSpan.FromHours(1) };
        var sleep = pool.ExecuteAnonymousAsync("sleep", new { seconds = 3000 }, forever).AsTask();
        var work = pool.ExecuteAnonymousAsync("work", new { milliseconds = 3_000_000 }, forever).AsTask();
        var stats = pool.GetStats();
        (stats.Busy, stats.Ready).ShouldBe((2, 1));

        var file = Environment.GetEnvironmentVariable("POOL_SPECIMEN_FILE").ShouldNotBeNull();
        int[] pids = [Environment.ProcessId, .. stats.Workers.Select(worker => worker.ProcessId!.Value)];
        await File.WriteAllTextAsync(file + ".new", JsonSerializer.Serialize(pids));
        File.Move(file + ".new", file);
        await Task.WhenAny(sleep, work).WaitAsync(environment.CancellationToken);
    }
}
