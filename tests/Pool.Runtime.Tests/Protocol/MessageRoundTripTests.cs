using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Protocol;

internal sealed class MessageRoundTripTests
{
    private static readonly byte[] Blob = [1, 2, 3];

    private static IEnumerable<HostMessage> HostMessages()
    {
        yield return new HostHello(1, 3, "worker-7", 1 << 20);
        yield return new HostHello(1, 1, "w", 1 << 20) { LogLevel = WireLogLevel.Debug };
        yield return new HostPing(1);
        yield return new HostRequest(42, "create_program", Json("""{"a":[1,null,"ü"]}"""), "session-1", 1500, "00-ab-cd-01");
        yield return new HostRequest(long.MaxValue, "ping", Payload.Null, null, null, null);
        yield return new HostRequest(2, "checksum", new Payload("""{"data":{"$blob":0}}"""u8.ToArray(), [Blob]), null, 0, null);
        yield return new HostRequest(3, "count", Payload.Null, null, null, null) { Window = 8 };
        yield return new HostRequest(8, "count", Payload.Null, null, null, null) { More = true };
        yield return new HostCredit(3, int.MaxValue);
        yield return new HostSnapshot(4, "s");
        yield return new HostRestore(5, "s", new Payload("""[{"$blob":0},null]"""u8.ToArray(), [Blob]));
        yield return new HostRestore(6, "s", Payload.Null);
        yield return new HostCancel(42);
        yield return new HostEndSession("a \"quoted\" session");
        yield return new HostShutdown();
    }

    private static IEnumerable<WorkerMessage> WorkerMessages()
    {
        yield return new WorkerPong(1);
        yield return new WorkerResult(42, Json("""{"a":1.50,"created_at":"x"}"""), ["created_at"]);
        yield return new WorkerResult(1, Json("null"), []);
        yield return new WorkerResult(3, new Payload("""[{"$blob":1},{"$blob":0}]"""u8.ToArray(), [Blob, ReadOnlyMemory<byte>.Empty]), []);
        yield return new WorkerError(42, new WorkerErrorInfo("ValueError", "no\nsuch \"value\"", true, "Traceback"));
        yield return new WorkerError(null, new WorkerErrorInfo("ProtocolVersionMismatch", string.Empty, false, null));
        yield return new WorkerResult(4, Json("1"), ["a"]) { Span = new WorkerSpan(1_769_860_800_000_001, 0, "append") };
        yield return new WorkerError(4, new WorkerErrorInfo("T", "m", false, null)) { Span = new WorkerSpan(0, long.MaxValue, "ü") };
        yield return new WorkerChunk(9, Json("[1]"));
        yield return new WorkerProgress(9, Json("""{"done":0.5}"""));
        yield return new WorkerLog(WireLogLevel.Warning, "my.module", string.Empty, null, null);
        yield return new WorkerLog(WireLogLevel.Critical, "ü", "two\nlines", 7, "Traceback");
    }

    [TestCaseSource(nameof(HostMessages))]
    public async Task Host_message_arrives_as_it_was_written(object message)
    {
        var sent = (HostMessage)message;
        using var stream = new MemoryStream();
        await new FrameWriter(stream, FrameLimits.Default).WriteAsync(sent, CancellationToken.None);

        HostMessage received = HostMessageCodec.Decode((await Wire.ReadAsync(stream.ToArray()))!);

        ShouldCarryTheSame(received.Carried, sent.Carried);
        WithoutPayload(received).ShouldBe(WithoutPayload(sent));
    }

    [TestCaseSource(nameof(WorkerMessages))]
    public async Task Worker_message_arrives_as_it_was_written(object message)
    {
        var sent = (WorkerMessage)message;
        using var stream = new MemoryStream();
        await new FrameWriter(stream, FrameLimits.Default).WriteAsync(sent, CancellationToken.None);

        WorkerMessage received = WorkerMessageCodec.Decode((await Wire.ReadAsync(stream.ToArray()))!);

        ShouldCarryTheSame(received.Carried, sent.Carried);
        WithoutPayload(received).ShouldBe(WithoutPayload(sent));
        (received as WorkerResult)?.Volatile.ShouldBe(((WorkerResult)sent).Volatile);
    }

    [TestCaseSource(nameof(HostMessages))]
    public async Task Encoded_host_frame_is_what_the_writer_puts_on_the_wire(object message)
    {
        using var direct = new MemoryStream();
        using var framed = new MemoryStream();
        await new FrameWriter(direct, FrameLimits.Default).WriteAsync((HostMessage)message, CancellationToken.None);

        Frame frame = HostMessageCodec.Encode((HostMessage)message);
        await new FrameWriter(framed, FrameLimits.Default).WriteAsync(frame, CancellationToken.None);

        HostMessage a = HostMessageCodec.Decode((await Wire.ReadAsync(direct.ToArray()))!);
        HostMessage b = HostMessageCodec.Decode((await Wire.ReadAsync(framed.ToArray()))!);
        WithoutPayload(b).ShouldBe(WithoutPayload(a));
        ShouldCarryTheSame(b.Carried, a.Carried);
    }

    [Test]
    public void Every_level_has_a_name_that_is_read_back([Values] WireLogLevel level) =>
        WireFormat.LogLevelOf(WireFormat.NameOf(level)).ShouldBe(level);

    [Test]
    public void Hello_of_a_worker_keeps_commands_and_kinds()
    {
        var commands = new Dictionary<string, CommandDescription>(StringComparer.Ordinal)
        {
            ["ping"] = new("ping", WireCommandKind.Query),
            ["put"] = new("put", WireCommandKind.Idempotent),
            ["create"] = new("create", WireCommandKind.Mutation),
            ["send"] = new("send", WireCommandKind.Effect),
        };
        var sent = new WorkerHello(1, "worker 1.0 (test)", 77, 2048, commands, ["cancel", "x"]);

        var received = (WorkerHello)WorkerMessageCodec.Decode(WorkerMessageCodec.Encode(sent));

        (received.Version, received.Worker, received.Pid, received.MaxFrameBytes).ShouldBe((1, "worker 1.0 (test)", 77, 2048));
        received.Commands.ShouldBe(commands, ignoreOrder: true);
        received.Features.ShouldBe(["cancel", "x"]);
    }

    private static Payload Json(string json) => Wire.FrameOf(json) is { } frame ? new Payload(frame.Json, []) : Payload.Null;

    private static HostMessage WithoutPayload(HostMessage message) => message switch
    {
        HostRequest request => request with { Args = Payload.Null },
        HostRestore restore => restore with { State = Payload.Null },
        _ => message,
    };

    private static WorkerMessage WithoutPayload(WorkerMessage message) => message switch
    {
        WorkerResult result => result with { Value = Payload.Null, Volatile = [] },
        WorkerChunk chunk => chunk with { Value = Payload.Null },
        WorkerProgress progress => progress with { Value = Payload.Null },
        _ => message,
    };

    private static void ShouldCarryTheSame(Payload received, Payload sent)
    {
        Wire.Text(received.Json).ShouldBe(Wire.Text(sent.Json));
        received.Blobs.Select(blob => blob.ToArray()).ShouldBe(sent.Blobs.Select(blob => blob.ToArray()));
    }
}
