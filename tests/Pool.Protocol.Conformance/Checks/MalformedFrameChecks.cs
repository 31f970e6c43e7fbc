using Pool.Protocol.Conformance.Requirements;
using Pool.Protocol.Conformance.Wire;
using Pool.Protocol.Conformance.Workers;

namespace Pool.Protocol.Conformance.Checks;

/// <summary>P36: what ends a worker with exit code 3 and a line. P6 to P19 hold further cases beside the rule they break.</summary>
internal static class MalformedFrameChecks
{
    public static IReadOnlyList<Requirement> All { get; } =
    [
        new("P36", "a malformed frame ends it with exit code 3 and one line on standard error",
        [
            .. Lengths(), .. Jsons(), .. Fields(), .. Hellos(),
            new("text instead of frames", probe => RefusesFirstAsync(probe, "GET / HTTP/1.1\r\n\r\n"u8.ToArray())),
        ]),
    ];

    private static IEnumerable<Part> Lengths() =>
    [
        new("a length of 0", probe => AfterHelloAsync(probe, FrameBytes.Of(""))),
        new("a length of 1", probe => AfterHelloAsync(probe, FrameBytes.Of(" "))),
    ];

    private static IEnumerable<Part> Jsons() =>
    [
        Case("invalid JSON", "{]"),
        Case("a list", "[1]"),
        Case("a number", "17"),
        Case("no type", """{"id":1}"""),
        Case("a type that is no text", """{"type":7,"id":1}"""),
    ];

    private static IEnumerable<Part> Fields() =>
    [
        Case("an id of 0", """{"type":"ping","id":0}"""),
        Case("an id below 0", """{"type":"request","id":-1,"command":"x"}"""),
        Case("an id that is text", """{"type":"ping","id":"1"}"""),
        Case("an id that is a truth value", """{"type":"ping","id":true}"""),
        Case("an id that is a fraction", """{"type":"ping","id":1.5}"""),
        Case("an id that is null", """{"type":"ping","id":null}"""),
        Case("a request without id", """{"type":"request","command":"x"}"""),
        Case("a request without command", """{"type":"request","id":1}"""),
        Case("an empty command", """{"type":"request","id":1,"command":""}"""),
        Case("a command that is a number", """{"type":"request","id":1,"command":1}"""),
        Case("a session that is a number", """{"type":"request","id":1,"command":"x","session":1}"""),
        Case("a deadline that is text", """{"type":"request","id":1,"command":"x","deadline_ms":"soon"}"""),
        Case("a deadline below 0", """{"type":"request","id":1,"command":"x","deadline_ms":-1}"""),
        Case("a trace that is a list", """{"type":"request","id":1,"command":"x","traceparent":[]}"""),
        Case("a window of 0", """{"type":"request","id":1,"command":"x","window":0}"""),
        Case("more that is no truth value", """{"type":"request","id":1,"command":"x","more":"yes"}"""),
        Case("a cancel without id", """{"type":"cancel"}"""),
        Case("a credit without chunks", """{"type":"credit","id":1}"""),
        Case("a credit of 0 chunks", """{"type":"credit","id":1,"chunks":0}"""),
        Case("an end_session without session", """{"type":"end_session"}"""),
        Case("a snapshot without session", """{"type":"snapshot","id":1}"""),
        Case("a restore without args", """{"type":"restore","id":1,"session":"s"}"""),
    ];

    private static IEnumerable<Part> Hellos() =>
    [
        Case("a second hello", HostText.Hello()),
        First("a first message that is no hello", HostText.Ping(1)),
        First("a hello without protocol", """{"type":"hello","worker_id":"w","max_frame_bytes":65536}"""),
        First("a hello without max_frame_bytes", """{"type":"hello","protocol":{"min":1,"max":1},"worker_id":"w"}"""),
        First("a hello without worker_id", """{"type":"hello","protocol":{"min":1,"max":1},"max_frame_bytes":65536}"""),
        First("versions 3 to 2", HostText.Hello(min: 3, max: 2)),
        First("versions 0 to 1", HostText.Hello(min: 0)),
        First("a limit below 1024", HostText.Hello(maxFrameBytes: 1023)),
        First("a log_level that is a number", HostText.Hello(fields: ",\"log_level\":2")),
        First("a log_level that is no level", HostText.Hello(fields: ",\"log_level\":\"loud\"")),
    ];

    private static Part Case(string name, string json) => new(name, probe => probe.RefusesAsync(json));

    private static Part First(string name, string json) => new(name, probe => RefusesFirstAsync(probe, FrameBytes.Of(json)));

    private static async Task AfterHelloAsync(Probe probe, byte[] bytes)
    {
        await using Conversation worker = await probe.StartGreetedAsync();
        await Probe.RefusesAsync(worker, bytes, HostText.Ping(1));
    }

    private static async Task RefusesFirstAsync(Probe probe, byte[] bytes)
    {
        await using Conversation worker = probe.Start();
        await Probe.RefusesAsync(worker, bytes, HostText.Hello());
    }
}
