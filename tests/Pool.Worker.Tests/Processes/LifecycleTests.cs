using Pool.Runtime.Protocol;

namespace Pool.Worker.Tests.Processes;

[TestFixture(WorkerLanguage.Python)]
[TestFixture(WorkerLanguage.DotNet)]
internal sealed class LifecycleTests(WorkerLanguage language)
{
    [Test]
    public async Task Ping_is_answered_while_a_cooperative_command_runs()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        await worker.RequestAsync("sleep", new { seconds = 60 });

        await worker.SendAsync(new HostPing(2));

        (await worker.ReceiveAsync()).ShouldBe(new WorkerPong(2));
    }

    [Test]
    public async Task Shutdown_answers_what_was_asked_before_and_exits_with_zero()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        long id = await worker.RequestAsync("echo", 1);

        await worker.SendAsync(new HostShutdown());

        (await worker.ReceiveAsync()).ShouldBeOfType<WorkerResult>().Id.ShouldBe(id);
        (await worker.ReceiveAsync()).ShouldBeNull();
        (await worker.ExitAsync()).Code.ShouldBe(0);
    }

    [Test]
    public async Task End_of_input_inside_a_frame_ends_a_worker_quietly()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        await worker.SendRawAsync([0, 0, 1, 0, (byte)'{']);

        worker.CloseInput();

        (await worker.ExitAsync()).ShouldBe((0, string.Empty));
    }

    [Test]
    public async Task Host_sees_the_end_of_a_worker_that_is_killed_in_the_midst_of_a_command()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        await worker.RequestAsync("sleep", new { seconds = 60 });

        worker.Kill();

        (await worker.ReceiveAsync()).ShouldBeNull();
        (await worker.ExitAsync()).Code.ShouldNotBe(0);
    }

    [Test]
    public async Task Crash_ends_the_process_with_the_code_it_was_given()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        await worker.RequestAsync("crash", new { exit_code = 42 });

        (await worker.ReceiveAsync()).ShouldBeNull();
        (await worker.ExitAsync()).Code.ShouldBe(42);
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has no signals")]
    public async Task Crash_by_a_signal_is_death_by_that_signal()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        await worker.RequestAsync("crash", new { signal = 9 });

        (await worker.ReceiveAsync()).ShouldBeNull();
        (await worker.ExitAsync()).Code.ShouldBe(128 + 9);
    }

    [Test]
    public async Task Prints_of_a_command_reach_standard_error_and_no_frame()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);

        for (int i = 0; i < 5; i++)
            (await worker.JsonOfAsync("write_stdout", new { text = "stray \u0001 print" })).ShouldContain("true");
        await worker.SendAsync(new HostShutdown());

        (await worker.ExitAsync()).Errors.Split("stray").Length.ShouldBeGreaterThan(5);
    }
}
