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
