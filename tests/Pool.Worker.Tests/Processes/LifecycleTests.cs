using System.Diagnostics;
using System.Text.Json;
using Pool.Runtime.Protocol;

namespace Pool.Worker.Tests.Processes;

[TestFixture(WorkerLanguage.Python)]
[TestFixture(WorkerLanguage.DotNet)]
internal sealed class LifecycleTests(WorkerLanguage language)
{
    // Measured: 3 to 10 ms. A loaded machine may take its time, an orphan would sleep for a minute.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Test]
    public async Task Ping_is_answered_with_its_id()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);

        await worker.SendAsync(new HostPing(17));

        (await worker.ReceiveAsync()).ShouldBe(new WorkerPong(17));
    }

    [Test]
    public async Task Ping_is_answered_while_a_cooperative_command_runs()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        await worker.RequestAsync("sleep", new { seconds = 60 });

        await worker.SendAsync(new HostPing(2));

        (await worker.ReceiveAsync()).ShouldBe(new WorkerPong(2));
    }

    [Test]
    public async Task Requests_written_ahead_are_answered_in_their_order()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        for (int i = 1; i <= 20; i++)
            await worker.RequestAsync("append", new { value = i }, "s");

        for (int i = 1; i <= 20; i++)
        {
            var result = (await worker.ReceiveAsync()).ShouldBeOfType<WorkerResult>();
            result.Id.ShouldBe(i);
            JsonElement.Parse(result.Value.Json.Span).GetProperty("count").GetInt32().ShouldBe(i);
        }
    }

    [Test]
    public async Task Cancelled_command_is_answered_as_such_and_the_worker_serves_on()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        long id = await worker.RequestAsync("sleep", new { seconds = 60 });

        await worker.SendAsync(new HostCancel(id));

        var error = (await worker.ReceiveAsync()).ShouldBeOfType<WorkerError>();
        (error.Id, error.Error.Type).ShouldBe((id, "Cancelled"));
        (await worker.JsonOfAsync("ping")).ShouldContain("ok");
    }

    [Test]
    public async Task Cancel_of_a_request_that_waits_behind_another_keeps_it_from_running()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        long first = await worker.RequestAsync("sleep", new { seconds = 60 });
        long second = await worker.RequestAsync("append", new { value = 1 }, "s");

        await worker.SendAsync(new HostCancel(second));
        await worker.SendAsync(new HostCancel(first));

        (await worker.ReceiveAsync()).ShouldBeOfType<WorkerError>().Id.ShouldBe(first);
        var cancelled = (await worker.ReceiveAsync()).ShouldBeOfType<WorkerError>();
        (cancelled.Id, cancelled.Error.Type).ShouldBe((second, "Cancelled"));
        (await worker.JsonOfAsync("total", session: "s")).ShouldContain("\"count\":0");
    }

    [Test]
    public async Task Cancel_of_an_answered_request_is_ignored()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        long id = (await worker.ResultOfAsync("ping")).Id;

        await worker.SendAsync(new HostCancel(id));
        await worker.SendAsync(new HostCancel(999));

        (await worker.JsonOfAsync("ping")).ShouldContain("ok");
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
    public async Task End_of_input_ends_an_idle_worker()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);

        worker.CloseInput();

        (await worker.ExitAsync()).Code.ShouldBe(0);
    }

    [Test]
    public async Task End_of_input_before_the_hello_ends_a_worker()
    {
        await using WorkerProcess worker = WorkerProcess.Start(language);

        worker.CloseInput();

        (await worker.ExitAsync()).Code.ShouldBe(0);
    }

    [Test]
    public async Task End_of_input_ends_a_worker_in_the_midst_of_a_long_command([Values] bool ignoresCancel)
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        await worker.RequestAsync("sleep", new { seconds = 60, ignore_cancel = ignoresCancel });
        long start = Stopwatch.GetTimestamp();

        worker.CloseInput();

        (await worker.ExitAsync()).Code.ShouldBe(0);
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(Soon);
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
    [Platform(Exclude = "Win", Reason = "Windows has no signals")]
    public async Task Interrupt_from_the_terminal_is_left_to_the_host()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);

        (await worker.JsonOfAsync("crash", new { signal = 2 })).ShouldContain("2");

        (await worker.JsonOfAsync("ping")).ShouldContain("ok");
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

    [Test]
    public async Task Host_that_no_longer_reads_standard_error_makes_no_command_fail()
    {
        await using WorkerProcess worker = WorkerProcess.Start(language, readErrors: false);
        await worker.SendAsync(new HostHello(1, 1, "w", 1 << 20));
        await worker.ReceiveAsync();

        worker.CloseErrors();

        (await worker.JsonOfAsync("write_stderr", new { text = "x" })).ShouldContain("true");
        (await worker.JsonOfAsync("write_stderr", new { text = "x" })).ShouldContain("true");
        (await worker.JsonOfAsync("ping")).ShouldContain("ok");
    }
}
