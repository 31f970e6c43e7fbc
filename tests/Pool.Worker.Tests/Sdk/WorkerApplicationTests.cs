using System.Text;
using System.Text.Json;
using Pool.Runtime.Protocol;
using Pool.Worker.Tests.Processes;

namespace Pool.Worker.Tests.Sdk;

internal sealed class WorkerApplicationTests
{
    [Test]
    public async Task Hello_tells_what_was_mapped()
    {
        await using WorkerProcess worker = WorkerProcess.Start(WorkerLanguage.Specimen);
        await worker.SendAsync(new HostHello(1, 1, "w", 1 << 20));

        var hello = (await worker.ReceiveAsync()).ShouldBeOfType<WorkerHello>();

        hello.Worker.ShouldStartWith("specimen 9 (.NET ");
        hello.MaxFrameBytes.ShouldBe(4096);
        hello.Commands["async"].Kind.ShouldBe(WireCommandKind.Idempotent);
        hello.Commands["count"].Kind.ShouldBe(WireCommandKind.Mutation);
        hello.Commands.Keys.ShouldContain("\"odd\" \\ \u0001 ü");
    }

    [Test]
    public async Task Asynchronous_command_gets_typed_arguments()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(WorkerLanguage.Specimen);

        (await worker.JsonOfAsync("async", new[] { 1, 2, 3 })).ShouldBe("""{"sum":6}""");
        (await worker.ErrorOfAsync("async", "text")).Type.ShouldBe("InvalidArguments");
        (await worker.ErrorOfAsync("async")).Type.ShouldBe("InvalidArguments");
    }

    [Test]
    public async Task Bytes_come_and_go_inside_a_users_record()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(WorkerLanguage.Specimen);

        WorkerResult result = await worker.ResultOfAsync("reverse", new { To = "me", Body = new byte[] { 1, 2, 3 } });

        Encoding.UTF8.GetString(result.Value.Json.Span).ShouldBe("""{"To":"me","Body":{"$blob":0}}""");
        result.Value.Blobs[0].ToArray().ShouldBe([3, 2, 1]);
        (await worker.JsonOfAsync("blobs", new[] { new byte[4], new byte[2] })).ShouldBe("[4,2]");
    }

    [Test]
    public async Task Command_that_returns_null_in_the_place_of_a_task_has_no_result()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(WorkerLanguage.Specimen);

        (await worker.JsonOfAsync("nothing")).ShouldBe("null");
    }

    [Test]
    public async Task Volatile_fields_travel_with_each_result()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(WorkerLanguage.Specimen);
        await worker.ResultOfAsync("count", session: "s");

        WorkerResult second = await worker.ResultOfAsync("count", session: "s");

        second.Volatile.ShouldBe(["at"]);
        JsonElement.Parse(second.Value.Json.Span).GetProperty("count").GetInt32().ShouldBe(2);
    }

    [TestCase("throw", "System.InvalidOperationException", "by the user")]
    [TestCase("task", "UnsendableValue", "returned a task")]
    [TestCase("unfit", "UnsendableValue", "Double")]
    [TestCase("alien", "System.OperationCanceledException", "somebody else's")]
    public async Task Failure_of_a_users_command_is_told_by_type_and_message(string command, string type, string message)
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(WorkerLanguage.Specimen);

        WorkerErrorInfo error = await worker.ErrorOfAsync(command);

        error.Type.ShouldBe(type);
        error.Message.ShouldContain(message);
        (await worker.JsonOfAsync("blobs")).ShouldBe("[]");
    }

    [Test]
    public async Task Message_that_is_no_Unicode_still_reaches_the_host()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(WorkerLanguage.Specimen);

        (await worker.ErrorOfAsync("halves")).Message.ShouldStartWith("half ");
    }

    [Test]
    public async Task Context_tells_what_the_request_said()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(WorkerLanguage.Specimen);
        await worker.SendAsync(new HostRequest(70, "trace", Payload.Null, "s", null, "00-1-2-01"));
        await worker.SendAsync(new HostRequest(71, "remaining", Payload.Null, null, 5000, null));
        await worker.SendAsync(new HostRequest(72, "remaining", Payload.Null, null, null, null));

        Text(await worker.ReceiveAsync()).ShouldBe("""{"Id":70,"Command":"trace","SessionId":"s","TraceParent":"00-1-2-01"}""");
        double.Parse(Text(await worker.ReceiveAsync()), System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(0, 5000);
        Text(await worker.ReceiveAsync()).ShouldBe("null");

        static string Text(WorkerMessage? message) =>
            Encoding.UTF8.GetString(message.ShouldBeOfType<WorkerResult>().Value.Json.Span);
    }

    [Test]
    public async Task Command_may_answer_a_cancel_with_its_result()
    {
        await using WorkerProcess worker = WorkerProcess.Start(WorkerLanguage.Specimen, readErrors: false);
        await worker.SendAsync(new HostHello(1, 1, "test", FrameLimits.DefaultMaxFrameBytes));
        (await worker.ReceiveAsync()).ShouldBeOfType<WorkerHello>();
        long id = await worker.RequestAsync("cancelled");

        // A command that has not begun when the cancel comes is answered with the cancellation instead.
        (await worker.ReadErrorLineAsync()).ShouldBe("begun");
        // The pong comes while the command runs: pings don't wait for it.
        await worker.SendAsync(new HostPing(50));
        (await worker.ReceiveAsync()).ShouldBe(new WorkerPong(50));
        await worker.SendAsync(new HostCancel(id));

        (await worker.ReceiveAsync()).ShouldBeOfType<WorkerResult>().Id.ShouldBe(id);
    }

    [Test]
    public async Task Item_of_a_session_is_found_by_its_key_and_type_together()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(WorkerLanguage.Specimen);

        (await worker.JsonOfAsync("types", session: "s")).ShouldBe(
            """{"foundText":true,"foundNumber":false,"mismatch":"The session's 'key' is a String, not a Int32.","""
            + "\"removed\":true,\"again\":false}");
    }

    [Test]
    public async Task Items_of_a_mapped_stream_are_chunks_and_its_result_is_null()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(WorkerLanguage.Specimen);
        await worker.RequestAsync("squares", 3);

        foreach (string square in (string[])["1", "4", "9"])
            Encoding.UTF8.GetString((await worker.ReceiveAsync<WorkerChunk>()).Value.Json.Span).ShouldBe(square);
        Encoding.UTF8.GetString((await worker.ReceiveAsync<WorkerResult>()).Value.Json.Span).ShouldBe("null");
        (await worker.JsonOfAsync("closed")).ShouldBe("1");
    }

    [Test]
    public async Task Enumerator_of_a_cancelled_stream_is_disposed()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(WorkerLanguage.Specimen);
        long id = await worker.RequestAsync("squares", 3, window: 1);
        await worker.ReceiveAsync<WorkerChunk>();

        await worker.SendAsync(new HostCancel(id));

        (await worker.ReceiveAsync<WorkerError>()).Error.Type.ShouldBe("Cancelled");
        (await worker.JsonOfAsync("closed")).ShouldBe("1");
    }

    [Test]
    public async Task Chunk_that_is_no_json_ends_the_command_with_an_error()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(WorkerLanguage.Specimen);
        await worker.RequestAsync("unfit_chunk");

        await worker.ReceiveAsync<WorkerProgress>();
        (await worker.ReceiveAsync<WorkerError>()).Error.Type.ShouldBe("UnsendableValue");
    }

    [Test]
    public async Task Context_of_a_command_that_has_ended_sends_nothing_more()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(WorkerLanguage.Specimen);
        await worker.ResultOfAsync("leave_behind");

        WorkerErrorInfo error = await worker.ErrorOfAsync("use_left_behind");

        error.Type.ShouldBe("System.InvalidOperationException");
        error.Message.ShouldContain("'leave_behind' has ended");
    }

    [Test]
    public async Task Mapped_snapshot_travels_with_its_bytes_and_its_errors()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(WorkerLanguage.Specimen);
        await worker.ResultOfAsync("count", session: "s");

        Payload state = await worker.SnapshotAsync("s");
        await worker.RestoreAsync("t", state);

        Encoding.UTF8.GetString(state.Json.Span).ShouldBe("""{"Count":1,"Blob":{"$blob":0}}""");
        state.Blobs[0].ToArray().ShouldBe([1, 2]);
        (await worker.JsonOfAsync("count", session: "t")).ShouldContain("2");
        (await worker.RestoreAsync("t", worker.Serializer.Serialize(new { Count = -1, Blob = Array.Empty<byte>() })))
            .ShouldBeOfType<WorkerError>().Error.Type.ShouldBe("Mine");
        (await worker.JsonOfAsync("count", session: "t")).ShouldContain("3");
    }

    [Test]
    public void Snapshot_is_mapped_once()
    {
        WorkerApplication worker = new WorkerApplication().MapSnapshot(_ => 1, (_, _) => { });

        Should.Throw<InvalidOperationException>(() => worker.MapSnapshot(_ => 2, (_, _) => { })).Message.ShouldContain("snapshot");
    }

    [Test]
    public void Command_is_mapped_once_under_a_name()
    {
        WorkerApplication worker = new WorkerApplication().MapCommand("x", CommandKind.Query, _ => 1);

        Should.Throw<ArgumentException>(() => worker.MapCommand("x", CommandKind.Query, _ => 2)).Message.ShouldContain("'x'");
        Should.Throw<ArgumentException>(() => worker.MapCommand(string.Empty, CommandKind.Query, _ => 2));
    }

    [Test]
    public void Frame_limit_below_a_kilobyte_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new WorkerOptions { MaxFrameBytes = 1023 }).Message.ShouldContain("1024");
    }
}
