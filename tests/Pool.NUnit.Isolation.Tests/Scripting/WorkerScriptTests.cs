using Pool.NUnit.Isolation.Scripting;
using Pool.Runtime;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;

namespace Pool.NUnit.Isolation.Tests.Scripting;

internal sealed class WorkerScriptTests
{
    [Test]
    public async Task Scripted_reply_takes_the_place_of_a_demo_command([Values] bool framed)
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync(framed: framed);
        pool.Script.On("ping", static request => new { heard = request.Command });
        CommandResult result = await pool.Pool.ExecuteAnonymousAsync("ping");
        result.Value.GetProperty("heard").GetString().ShouldBe("ping");
    }

    [Test]
    public async Task New_command_is_known_when_it_was_scripted_before_the_start()
    {
        WorkerScript script = new WorkerScript().On("invented", static _ => 42, CommandKind.Idempotent);
        await using ScriptedPool pool = await ScriptedPool.StartAsync(script: script);
        (await pool.Pool.ExecuteAnonymousAsync("invented")).Value.GetInt32().ShouldBe(42);
    }

    [Test]
    public async Task Planned_error_strikes_as_often_as_planned()
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync();
        pool.Script.FailNext("echo", new InProcessError("Sad", "told to"), times: 2);
        for (int i = 0; i < 2; i++)
        {
            RemoteCommandException error = await Should.ThrowAsync<RemoteCommandException>(pool.Pool.ExecuteAnonymousAsync("echo").AsTask());
            error.RemoteType.ShouldBe("Sad");
        }

        await pool.Pool.ExecuteAnonymousAsync("echo");
    }

    [Test]
    public async Task Planned_crash_ends_the_worker_and_a_query_is_repeated_on_another([Values] bool framed)
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync(framed: framed);
        pool.Script.CrashNext("ping");
        CommandResult result = await pool.Pool.ExecuteAnonymousAsync("ping");
        result.Attempts.ShouldBe(2);
        pool.Pool.GetStats().Counters.Losses.ShouldBe(1);
    }

    [Test]
    public async Task Delayed_command_keeps_the_caller_waiting_to_its_deadline()
    {
        await using ScriptedPool pool = await ScriptedPool.StartAsync();
        pool.Script.Delay("ping", TimeSpan.FromHours(1));
        await Should.ThrowAsync<CommandTimeoutException>(pool.Pool.ExecuteAnonymousAsync(
            "ping", options: new ExecuteOptions { Timeout = TimeSpan.FromMilliseconds(20) }).AsTask());
        pool.Script.Delay("ping", TimeSpan.Zero);
        await pool.Pool.ExecuteAnonymousAsync("ping");
    }
}
