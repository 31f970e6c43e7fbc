using System.Globalization;
using Pool.Runtime;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;

namespace Pool.SystemTests.Workers;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class PythonWorkerTroubleTests
{
    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("pool-system-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Module_that_cannot_be_imported_fails_the_start_with_its_own_traceback()
    {
        var adapter = WorkerPrograms.FromPythonModule(_folder, "broken_module", "import does_not_exist\n");

        var error = await Should.ThrowAsync<WorkerStartException>(async () => await SessionPool.StartAsync(new PoolOptions { Size = 2 }, adapter));

        error.Message.ShouldContain("ModuleNotFoundError: No module named 'does_not_exist'");
        error.Message.ShouldContain("Traceback (most recent call last)");
        error.Message.ShouldContain("broken_module.py");
        error.ExitStatus.ShouldBe(1);
    }

    [Test]
    public async Task Program_that_does_not_exist_fails_the_start_and_is_named()
    {
        var adapter = new ProcessAdapter(new ProcessAdapterOptions { FileName = "no-such-program-anywhere" });

        var error = await Should.ThrowAsync<WorkerStartException>(async () => await SessionPool.StartAsync(new PoolOptions(), adapter));

        error.WorkerCommand.ShouldBe("no-such-program-anywhere");
    }

    [Test]
    public async Task Program_that_never_says_hello_fails_the_start_in_time_and_is_killed()
    {
        var adapter = new ProcessAdapter(new ProcessAdapterOptions { FileName = "sleep", Arguments = ["300"] });

        var error = await Should.ThrowAsync<WorkerStartException>(async () =>
            await SessionPool.StartAsync(new PoolOptions { Size = 1, StartTimeout = TimeSpan.FromMilliseconds(300) }, adapter));

        error.Message.ShouldContain("not ready in time");
        error.Signal.ShouldBe("SIGKILL");
    }

    [Test]
    public async Task Program_that_talks_nonsense_is_a_typed_error()
    {
        var adapter = new ProcessAdapter(new ProcessAdapterOptions { FileName = "echo", Arguments = ["hello, I am no worker"] });

        var error = await Should.ThrowAsync<WorkerStartException>(async () => await SessionPool.StartAsync(new PoolOptions { Size = 1 }, adapter));

        error.Message.ShouldContain("announces");
    }

    [Test]
    public async Task Grandchild_that_holds_the_error_output_open_does_not_hold_up_the_pool()
    {
        var adapter = WorkerPrograms.FromPythonModule(
            _folder,
            "leaver",
            """
            import os, subprocess
            from pool_worker import Worker

            worker = Worker()

            @worker.command("effect")
            def leave():
                child = subprocess.Popen(["sleep", "300"])
                os.write(2, b"left %d behind\n" % child.pid)
                os._exit(3)
            """);
        var pool = await SessionPool.StartAsync(new PoolOptions { Size = 1 }, adapter);

        var error = await Should.ThrowAsync<WorkerLostException>(async () => await pool.ExecuteAnonymousAsync("leave"));
        await pool.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        error.StandardErrorTail.ShouldStartWith("left ");
        var pid = int.Parse(error.StandardErrorTail.Split(' ')[1], CultureInfo.InvariantCulture);
        OperatingSystemProcess.IsAlive(pid).ShouldBeTrue();
        OperatingSystemProcess.Kill(pid);
    }
}
