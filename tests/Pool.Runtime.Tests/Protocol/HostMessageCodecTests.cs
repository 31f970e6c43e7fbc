using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Protocol;

internal sealed class HostMessageCodecTests
{
    [Test]
    public void Unknown_fields_are_ignored()
    {
        HostMessageCodec.Decode(Wire.FrameOf("""{"later":{"id":3},"type":"ping","id":5,"id2":6}""")).ShouldBe(new HostPing(5));
    }

    [Test]
    public void Fields_that_are_null_count_as_absent()
    {
        var request = (HostRequest)HostMessageCodec.Decode(Wire.FrameOf(
            """{"type":"request","id":1,"command":"x","session":null,"deadline_ms":null,"traceparent":null,"window":null,"more":null}"""));

        (request.Session, request.DeadlineMs, request.TraceParent, request.Window, request.More).ShouldBe((null, null, null, null, false));
        request.Args.ShouldBeSameAs(Payload.Null);
    }

    [Test]
    public void Arguments_are_the_very_bytes_that_were_sent()
    {
        var request = (HostRequest)HostMessageCodec.Decode(Wire.FrameOf(
            """{"type":"request", "args" : { "a": 1.00,  "a":"\u00e4" } ,"id":1,"command":"x"}"""));

        Wire.Text(request.Args.Json).ShouldBe("""{ "a": 1.00,  "a":"\u00e4" }""");
    }

    [TestCase("""{"id":1}""")]
    [TestCase("""{"type":"pong","id":1}""", Description = "a message of the other direction")]
    [TestCase("""{"type":"PING","id":1}""")]
    [TestCase("""{"type":7,"id":1}""")]
    [TestCase("""{"type":"ping"}""")]
    [TestCase("""{"type":"ping","id":0}""")]
    [TestCase("""{"type":"ping","id":-1}""")]
    [TestCase("""{"type":"ping","id":"1"}""")]
    [TestCase("""{"type":"ping","id":1.5}""")]
    [TestCase("""{"type":"ping","id":9223372036854775808}""")]
    [TestCase("""{"type":"ping","id":true}""")]
    [TestCase("""{"type":"ping","id":1,"id":1}""")]
    [TestCase("""{"type":"ping","type":"ping","id":1}""")]
    [TestCase("""{"type":"ping","id":1,"\u0069d":2}""")]
    [TestCase("""{"type":"ping","id":1} {}""")]
    [TestCase("""{"type":"ping","id":1},""")]
    [TestCase("""{"type":"ping","id":1""")]
    [TestCase("""{"type":"ping","id":01}""")]
    [TestCase("""{"type":"ping",/* no */"id":1}""")]
    [TestCase("""{"type":"ping","id":1,}""")]
    [TestCase("""{"type":"ping","id":NaN}""")]
    [TestCase("""["ping"]""")]
    [TestCase("null")]
    [TestCase("\"ping\"")]
    [TestCase("""{"type":"hello","protocol":{"min":1,"max":1},"worker_id":"w","max_frame_bytes":4096,"log_level":"loud"}""")]
    [TestCase("""{"type":"hello","protocol":{"min":1,"max":1},"worker_id":"w","max_frame_bytes":4096,"log_level":2}""")]
    [TestCase("""{"type":"request","id":1}""")]
    [TestCase("""{"type":"request","id":1,"command":""}""")]
    [TestCase("""{"type":"request","id":1,"command":["x"]}""")]
    [TestCase("""{"type":"request","id":1,"command":"\ud800"}""", Description = "half a surrogate pair")]
    [TestCase("""{"type":"request","id":1,"command":"x","session":""}""")]
    [TestCase("""{"type":"request","id":1,"command":"x","session":3}""")]
    [TestCase("""{"type":"request","id":1,"command":"x","deadline_ms":-1}""")]
    [TestCase("""{"type":"request","id":1,"command":"x","deadline_ms":"5"}""")]
    [TestCase("""{"type":"request","id":1,"command":"x","args":{},"args":{}}""")]
    [TestCase("""{"type":"request","id":1,"command":"x","window":0}""")]
    [TestCase("""{"type":"request","id":1,"command":"x","window":2147483648}""")]
    [TestCase("""{"type":"request","id":1,"command":"x","window":"1"}""")]
    [TestCase("""{"type":"request","id":1,"command":"x","more":1}""")]
    [TestCase("""{"type":"request","id":1,"command":"x","more":"true"}""")]
    [TestCase("""{"type":"credit","id":1}""")]
    [TestCase("""{"type":"credit","chunks":1}""")]
    [TestCase("""{"type":"credit","id":1,"chunks":0}""")]
    [TestCase("""{"type":"credit","id":1,"chunks":1.0}""")]
    [TestCase("""{"type":"credit","id":1,"chunks":2147483648}""")]
    [TestCase("""{"type":"snapshot","id":1}""")]
    [TestCase("""{"type":"snapshot","session":"s"}""")]
    [TestCase("""{"type":"snapshot","id":1,"session":""}""")]
    [TestCase("""{"type":"restore","id":1,"session":"s"}""", Description = "a state may be null, but not absent")]
    [TestCase("""{"type":"restore","id":1,"args":{}}""")]
    [TestCase("""{"type":"restore","session":"s","args":{}}""")]
    [TestCase("""{"type":"cancel"}""")]
    [TestCase("""{"type":"end_session"}""")]
    [TestCase("""{"type":"hello"}""")]
    [TestCase("""{"type":"hello","protocol":1,"worker_id":"w","max_frame_bytes":4096}""")]
    [TestCase("""{"type":"hello","protocol":{"min":2,"max":1},"worker_id":"w","max_frame_bytes":4096}""")]
    [TestCase("""{"type":"hello","protocol":{"min":0,"max":1},"worker_id":"w","max_frame_bytes":4096}""")]
    [TestCase("""{"type":"hello","protocol":{"min":1},"worker_id":"w","max_frame_bytes":4096}""")]
    [TestCase("""{"type":"hello","protocol":{"min":1,"min":1,"max":1},"worker_id":"w","max_frame_bytes":4096}""")]
    [TestCase("""{"type":"hello","protocol":{"min":1,"max":1},"max_frame_bytes":4096}""")]
    [TestCase("""{"type":"hello","protocol":{"min":1,"max":1},"worker_id":"w","max_frame_bytes":1023}""")]
    [TestCase("""{"type":"hello","protocol":{"min":1,"max":1},"worker_id":"w","max_frame_bytes":2147483648}""")]
    public void Frame_that_breaks_a_rule_is_malformed(string json)
    {
        Should.Throw<ProtocolException>(() => HostMessageCodec.Decode(Wire.FrameOf(json)))
            .Fault.ShouldBe(ProtocolFault.Malformed);
    }

    [TestCase("""{"type":"ping","id":1,"blobs":[1]}""")]
    [TestCase("""{"type":"request","id":1,"command":"x","blobs":[1]}""")]
    public void Message_without_a_payload_carries_no_blobs(string json)
    {
        Should.Throw<ProtocolException>(() => HostMessageCodec.Decode(Wire.FrameOf(json, [1]))).Message.ShouldContain("1 blobs");
    }

    [Test]
    public void Nesting_counts_from_the_frames_own_object_up_to_the_limit()
    {
        HostMessageCodec.Decode(Nested(63)).ShouldBeOfType<HostRequest>();

        Should.Throw<ProtocolException>(() => HostMessageCodec.Decode(Nested(64))).Fault.ShouldBe(ProtocolFault.Malformed);

        static Frame Nested(int levels) => Wire.FrameOf(
            $$"""{"type":"request","id":1,"command":"x","args":{{new string('[', levels)}}{{new string(']', levels)}}}""");
    }

    [Test]
    public void Error_quotes_no_more_than_an_excerpt_of_what_the_peer_sent()
    {
        string type = new string('x', 100_000) + "\u001b";

        ProtocolException refusal = Should.Throw<ProtocolException>(
            () => HostMessageCodec.Decode(Wire.FrameOf($$"""{"type":"{{new string('x', 100_000)}}\n","id":1}""")));

        refusal.Message.Length.ShouldBeLessThan(300);
        refusal.Message.ShouldContain("100001 characters");
        Excerpt.Of(type[^5..]).ShouldBe("'xxxx\\u001b'");
    }
}
