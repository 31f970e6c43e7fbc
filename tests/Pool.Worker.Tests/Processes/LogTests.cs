using Pool.Runtime.Protocol;

namespace Pool.Worker.Tests.Processes;

[TestFixture(WorkerLanguage.Python)]
[TestFixture(WorkerLanguage.DotNet)]
internal sealed class LogTests(WorkerLanguage language)
{
    [Test]
    public async Task Entry_comes_with_level_logger_and_request_ahead_of_the_answer([Values] WireLogLevel level)
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language, WireLogLevel.Trace);
        long id = await worker.RequestAsync("log", new { message = "It is ü.", level = WireFormat.NameOf(level), logger = "my.module" });

        (await worker.ReceiveAsync()).ShouldBe(new WorkerLog(level, "my.module", "It is ü.", id, null));
        (await worker.ReceiveAsync<WorkerResult>()).Id.ShouldBe(id);
    }

    [Test]
    public async Task Exception_is_told_with_where_it_was()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language, WireLogLevel.Trace);
        await worker.RequestAsync("log", new { message = "m", exception = true });

        (await worker.ReceiveAsync<WorkerLog>()).Exception.ShouldNotBeNull().ShouldContain("This error was made to be logged.");
    }

    [Test]
    public async Task Entries_below_the_level_are_not_sent([Values] WireLogLevel level)
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language, WireLogLevel.Warning);
        await worker.RequestAsync("log", new { message = "m", level = WireFormat.NameOf(level) });

        (await worker.ReceiveAsync() is WorkerLog).ShouldBe(level >= WireLogLevel.Warning);
    }

    [Test]
    public async Task Host_that_asks_for_no_log_gets_none()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);

        (await worker.JsonOfAsync("log", new { message = "m", level = "critical" })).ShouldContain("logged");
    }

    [TestCase(1024)]
    [TestCase(1 << 20)]
    public async Task Entry_is_cut_to_what_the_protocol_and_the_host_allow(int maxFrameBytes)
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language, WireLogLevel.Trace, maxFrameBytes);
        foreach (string character in (string[])["m", "ü", "\u0001", "𝄞"])
        {
            await worker.RequestAsync("log", new { message = string.Concat(Enumerable.Repeat(character, 20_000)), exception = true });

            WorkerLog entry = await worker.ReceiveAsync<WorkerLog>();

            WorkerMessageCodec.Encode(entry with { Message = string.Empty }).Json.Length.ShouldBeLessThan(1024);
            entry.Message.ShouldStartWith(character);
            System.Text.Encoding.UTF8.GetByteCount(entry.Message).ShouldBeInRange(maxFrameBytes == 1024 ? 130 : 2600, Math.Min(maxFrameBytes, WorkerLog.MaxBytes));
            await worker.ReceiveAsync<WorkerResult>();
        }
    }

    [Test]
    public async Task Unknown_level_in_the_hello_ends_the_worker_with_three()
    {
        await using WorkerProcess worker = WorkerProcess.Start(language);
        byte[] json = """{"type":"hello","protocol":{"min":1,"max":1},"worker_id":"w","max_frame_bytes":4096,"log_level":"loud"}"""u8.ToArray();

        await worker.SendRawAsync([0, 0, 0, (byte)json.Length, .. json]);

        (await worker.ExitAsync()).Code.ShouldBe(3);
    }
}
