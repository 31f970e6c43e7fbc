using Pool.Runtime;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;

namespace Pool.SystemTests.Processes;

[Platform("Linux")]
internal sealed class WorkerLimitsTests
{
    private static readonly string[] Names = ["OMP_NUM_THREADS", "PATH", "POOL_TEST_ALLOWED", "HOME", "SET_HERE"];

    [Test]
    public async Task Limits_hold_for_a_worker_however_it_is_started([Values(StartMode.Spawn, StartMode.ForkServer)] StartMode mode)
    {
        var options = ProcessWorker.Options(mode) with { Limits = new WorkerLimits { Niceness = 7, Cpus = [1], OpenFiles = 64 } };
        await using var unlimited = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, new ProcessAdapter(ProcessWorker.Options(mode)));
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, new ProcessAdapter(options));

        var before = (await unlimited.ExecuteAnonymousAsync("limits")).Value;
        var limits = (await pool.ExecuteAnonymousAsync("limits")).Value;

        limits.GetProperty("nice").GetInt32().ShouldBe(Math.Min(19, before.GetProperty("nice").GetInt32() + 7));
        limits.GetProperty("cpus").GetRawText().ShouldBe("[1]");
        limits.GetProperty("files").GetRawText().ShouldBe("[64,64]");
    }

    [Test]
    public async Task Worker_and_its_children_have_the_variables_they_may_inherit_and_those_set_for_them([Values(StartMode.Spawn, StartMode.ForkServer)] StartMode mode)
    {
        var options = ProcessWorker.Options(mode, ("SET_HERE", "yes")) with { InheritedVariables = ["PATH"], Limits = new WorkerLimits { NumericThreads = 3 } };
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, new ProcessAdapter(options));

        var variables = (await pool.ExecuteAnonymousAsync("variables", new { names = Names })).Value;

        var path = Environment.GetEnvironmentVariable("PATH");
        variables.GetProperty("own").EnumerateArray().Select(value => value.GetString()).ShouldBe(["3", path, "-", "-", "yes"]);
        variables.GetProperty("child").EnumerateArray().Select(value => value.GetString()).ShouldBe(["3", path, "-", "-", "yes"]);
    }

    [Test]
    public async Task Worker_runs_in_its_folder([Values(StartMode.Spawn, StartMode.ForkServer)] StartMode mode)
    {
        var options = ProcessWorker.Options(mode) with { WorkingDirectory = "/usr" };
        await using var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, new ProcessAdapter(options));

        (await pool.ExecuteAnonymousAsync("look")).Value.GetProperty("cwd").GetString().ShouldBe("/usr");
    }

    [Test]
    public async Task Folder_that_is_not_there_is_named_in_the_error()
    {
        var options = ProcessWorker.Options(StartMode.Auto) with { WorkingDirectory = "/no/such/folder" };

        var error = await Should.ThrowAsync<WorkerStartException>(async () => await SessionPool.StartAsync(new PoolOptions { Size = 1 }, new ProcessAdapter(options)));

        error.Message.ShouldContain("its working directory '/no/such/folder' does not exist");
    }
}
