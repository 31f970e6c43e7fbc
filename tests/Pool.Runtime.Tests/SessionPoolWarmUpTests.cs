using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests;

[TestFixture(Transport.InMemory)]
[TestFixture(Transport.Framed)]
internal sealed class SessionPoolWarmUpTests(Transport transport)
{
    [Test]
    public async Task Every_worker_runs_the_commands_in_order_before_it_is_ready()
    {
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions
            {
                Size = 2,
                WarmUp = [new WarmUpCommand { Command = "echo", Args = new { model = "m" } }, new WarmUpCommand { Command = "touch" }],
            },
            transport: transport);

        scripted.Workers.ShouldAllBe(worker => worker.Handled.SequenceEqual(new[] { "echo", "touch" }));
        scripted.Echoed.ShouldAllBe(args => args == """{"model":"m"}""");
        (await scripted.Pool.ExecuteAnonymousAsync("echo", 7)).Value.GetInt32().ShouldBe(7);
        scripted.Pool.GetStats().Counters.Successes.ShouldBe(1);
    }

    [Test]
    public async Task Command_that_fails_fails_the_start_and_is_named_with_the_workers_own_error()
    {
        var options = new PoolOptions { Size = 1, WarmUp = [new WarmUpCommand { Command = "touch" }, new WarmUpCommand { Command = "load" }] };
        ScriptedWorker? made = null;

        var error = await Should.ThrowAsync<WorkerStartException>(async () => await ScriptedPool.StartAsync(options, transport: transport, script: worker =>
        {
            made = worker;
            worker.On("load", _ => InProcessReply.Failure(new InProcessError("FileNotFoundError", "no model here") { Traceback = "at line 7" }));
        }));

        error.Message.ShouldContain("warm-up command 'load' failed with FileNotFoundError: no model here");
        var remote = error.InnerException!.InnerException.ShouldBeOfType<RemoteCommandException>();
        (remote.RemoteType, remote.RemoteTraceback, remote.Command).ShouldBe(("FileNotFoundError", "at line 7", "load"));
        made!.Disposed.ShouldBeTrue();
    }

    [Test]
    public async Task Worker_that_dies_of_a_command_fails_the_start()
    {
        var options = new PoolOptions { Size = 1, WarmUp = [new WarmUpCommand { Command = "act" }] };

        var error = await Should.ThrowAsync<WorkerStartException>(
            async () => await ScriptedPool.StartAsync(options, transport: transport, script: worker => worker.CrashOn("act")));

        error.Message.ShouldContain("'act'");
    }

    [Test]
    public async Task Replacement_is_warm_as_well()
    {
        await using var scripted = await ScriptedPool.StartAsync(
            new PoolOptions { Size = 1, WarmUp = [new WarmUpCommand { Command = "touch" }] }, transport: transport);

        scripted.Workers[0].Context.Crash("scripted");
        await scripted.ReachAsync(stats => stats is { Ready: 1, Counters.Restarts: 1 });

        scripted.Workers[1].Handled.ShouldBe(["touch"]);
    }

    [Test]
    public async Task Arguments_that_cannot_be_written_are_refused_before_a_worker_is_started()
    {
        var started = 0;
        var options = new PoolOptions { WarmUp = [new WarmUpCommand { Command = "touch", Args = (Action)(() => { }) }] };

        var error = await Should.ThrowAsync<ArgumentsNotSerializableException>(
            async () => await ScriptedPool.StartAsync(options, transport: transport, script: _ => Interlocked.Increment(ref started)));

        (error.Command, started).ShouldBe(("touch", 0));
    }
}
