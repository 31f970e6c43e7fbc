using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Protocol;

internal sealed class WorkerMessageCodecTests
{
    private const string Hello = """{"type":"hello","protocol":1,"worker":"w","max_frame_bytes":4096,"commands":{}}""";

    [Test]
    public void Hello_needs_neither_a_pid_nor_features()
    {
        var hello = (WorkerHello)WorkerMessageCodec.Decode(Wire.FrameOf(Hello));

        hello.Pid.ShouldBeNull();
        hello.Features.ShouldBeEmpty();
        hello.Commands.ShouldBeEmpty();
    }

    [Test]
    public void Error_needs_only_type_and_message()
    {
        WorkerMessageCodec.Decode(Wire.FrameOf("""{"type":"error","error":{"type":"T","message":"m","more":1}}"""))
            .ShouldBe(new WorkerError(null, new WorkerErrorInfo("T", "m", false, null)));
    }

    [Test]
    public void Span_of_null_counts_as_absent_and_its_unknown_members_are_ignored()
    {
        Span("null").ShouldBeNull();
        Span("""{"name":"x","later":[],"duration_us":2,"start_us":1}""").ShouldBe(new WorkerSpan(1, 2, "x"));

        static WorkerSpan? Span(string json) => ((WorkerResult)WorkerMessageCodec.Decode(
            Wire.FrameOf($$"""{"type":"result","id":1,"value":1,"span":{{json}}}"""))).Span;
    }

    [Test]
    public void Refusal_of_a_wrong_literal_keeps_no_copy_of_what_follows_it()
    {
        var wrong = Should.Throw<ProtocolException>(() => WorkerMessageCodec.Decode(
            Wire.FrameOf($$"""{"type":"result","id":1,"value":[nul,"{{new string('x', 20_000)}}"]}""")));

        wrong.Fault.ShouldBe(ProtocolFault.Malformed);
        wrong.ToString().Length.ShouldBeLessThan(4000);
        wrong.Message.ShouldContain("'nul,");
    }

    [Test]
    public void Value_of_null_is_a_value()
    {
        var result = (WorkerResult)WorkerMessageCodec.Decode(Wire.FrameOf("""{"type":"result","id":1,"value":null}"""));

        Wire.Text(result.Value.Json).ShouldBe("null");
    }

    [TestCase("""{"type":"result","id":1}""")]
    [TestCase("""{"type":"result","value":1}""")]
    [TestCase("""{"type":"result","id":1,"value":1,"value":2}""")]
    [TestCase("""{"type":"result","id":1,"value":1,"volatile":"a"}""")]
    [TestCase("""{"type":"result","id":1,"value":1,"volatile":[1]}""")]
    [TestCase("""{"type":"request","id":1,"command":"x"}""", Description = "a message of the other direction")]
    [TestCase("""{"type":"result","id":1,"value":1,"span":7}""")]
    [TestCase("""{"type":"result","id":1,"value":1,"span":{}}""")]
    [TestCase("""{"type":"result","id":1,"value":1,"span":{"start_us":1,"duration_us":1}}""")]
    [TestCase("""{"type":"result","id":1,"value":1,"span":{"start_us":1,"name":"x"}}""")]
    [TestCase("""{"type":"result","id":1,"value":1,"span":{"duration_us":1,"name":"x"}}""")]
    [TestCase("""{"type":"result","id":1,"value":1,"span":{"start_us":-1,"duration_us":1,"name":"x"}}""")]
    [TestCase("""{"type":"result","id":1,"value":1,"span":{"start_us":1,"duration_us":0.5,"name":"x"}}""")]
    [TestCase("""{"type":"result","id":1,"value":1,"span":{"start_us":1,"duration_us":"1","name":"x"}}""")]
    [TestCase("""{"type":"result","id":1,"value":1,"span":{"start_us":1,"duration_us":1,"name":""}}""")]
    [TestCase("""{"type":"result","id":1,"value":1,"span":{"start_us":1,"start_us":1,"duration_us":1,"name":"x"}}""")]
    [TestCase("""{"type":"error","id":1,"error":{"type":"T","message":"m"},"span":[]}""")]
    [TestCase("""{"type":"chunk","id":1}""")]
    [TestCase("""{"type":"progress","value":1}""")]
    [TestCase("""{"type":"log","logger":"l","message":"m"}""")]
    [TestCase("""{"type":"log","level":"warn","logger":"l","message":"m"}""")]
    [TestCase("""{"type":"log","level":3,"logger":"l","message":"m"}""")]
    [TestCase("""{"type":"log","level":"error","message":"m"}""")]
    [TestCase("""{"type":"log","level":"error","logger":"","message":"m"}""")]
    [TestCase("""{"type":"log","level":"error","logger":"l"}""")]
    [TestCase("""{"type":"log","level":"error","logger":"l","message":null}""")]
    [TestCase("""{"type":"log","level":"error","logger":"l","message":"m","id":0}""")]
    [TestCase("""{"type":"log","level":"error","logger":"l","message":"m","exception":[]}""")]
    [TestCase("""{"type":"log","level":"error","logger":"l","message":"m","message":"n"}""")]
    [TestCase("""{"type":"error","id":1}""")]
    [TestCase("""{"type":"error","id":1,"error":"text"}""")]
    [TestCase("""{"type":"error","id":1,"error":{"message":"m"}}""")]
    [TestCase("""{"type":"error","id":1,"error":{"type":"","message":"m"}}""")]
    [TestCase("""{"type":"error","id":1,"error":{"type":"T"}}""")]
    [TestCase("""{"type":"error","id":1,"error":{"type":"T","message":"m","retryable":"no"}}""")]
    [TestCase("""{"type":"error","id":1,"error":{"type":"T","message":"m","traceback":[]}}""")]
    [TestCase("""{"type":"error","id":1,"error":{"type":"T","type":"U","message":"m"}}""")]
    [TestCase("""{"type":"error","id":0,"error":{"type":"T","message":"m"}}""")]
    [TestCase("""{"type":"error","id":1,"error":{"type":"T","message":"\udc00"}}""")]
    [TestCase("""{"type":"hello","protocol":0,"worker":"w","max_frame_bytes":4096,"commands":{}}""")]
    [TestCase("""{"type":"hello","protocol":1,"max_frame_bytes":4096,"commands":{}}""")]
    [TestCase("""{"type":"hello","protocol":1,"worker":"w","commands":{}}""")]
    [TestCase("""{"type":"hello","protocol":1,"worker":"w","max_frame_bytes":4096}""")]
    [TestCase("""{"type":"hello","protocol":1,"worker":"w","max_frame_bytes":4096,"commands":[]}""")]
    [TestCase("""{"type":"hello","protocol":1,"worker":"w","max_frame_bytes":4096,"commands":{"a":{}}}""")]
    [TestCase("""{"type":"hello","protocol":1,"worker":"w","max_frame_bytes":4096,"commands":{"a":{"kind":"magic"}}}""")]
    [TestCase("""{"type":"hello","protocol":1,"worker":"w","max_frame_bytes":4096,"commands":{"":{"kind":"query"}}}""")]
    [TestCase("""{"type":"hello","protocol":1,"worker":"w","max_frame_bytes":4096,"commands":{"a":{"kind":"query"},"a":{"kind":"query"}}}""")]
    [TestCase("""{"type":"hello","protocol":1,"worker":"w","max_frame_bytes":4096,"commands":{},"pid":0}""")]
    [TestCase("""{"type":"hello","protocol":1,"worker":"w","max_frame_bytes":4096,"commands":{},"features":{}}""")]
    public void Frame_that_breaks_a_rule_is_malformed(string json)
    {
        Should.Throw<ProtocolException>(() => WorkerMessageCodec.Decode(Wire.FrameOf(json)))
            .Fault.ShouldBe(ProtocolFault.Malformed);
    }

    [TestCase("""{"type":"x"}""", "'x' is no message type")]
    [TestCase("""{"type":"error","id":1}""", "'error' must be a JSON Object")]
    [TestCase("""{"type":"error","id":1,"error":[]}""", "'error' must be a JSON Object")]
    [TestCase("""{"type":"error","id":1,"error":{"type":"T","message":"m","traceback":[]}}""", "'error.traceback' must be a string")]
    [TestCase("""{"type":"error","id":1,"error":{"type":"T","message":"m","retryable":"no"}}""", "'error.retryable' must be true or false")]
    [TestCase("""{"type":"result","id":1,"value":1,"volatile":[1]}""", "'volatile' must be an array of strings")]
    [TestCase("""{"type":"result","id":1,"value":1,"span":{"start_us":"1"}}""", "'span.start_us' must be an integer")]
    [TestCase("""{"type":"result","id":"1","value":1}""", "'id' must be an integer from 1 to")]
    public void Error_says_what_is_wrong_with_which_field(string json, string reason)
    {
        Should.Throw<ProtocolException>(() => WorkerMessageCodec.Decode(Wire.FrameOf(json))).Message.ShouldContain(reason);
    }

    [TestCase("""{"$blob":0}""", 1)]
    [TestCase("""{"a":[{"$blob":1},{"b":{"$blob":0}}]}""", 2)]
    [TestCase("""{"\u0024blob":0}""", 1)]
    [TestCase("""{"text":"$blob","x":{"$blob":0}}""", 1)]
    public void Blobs_that_are_referred_to_once_each_are_accepted(string value, int blobs)
    {
        var result = (WorkerResult)WorkerMessageCodec.Decode(WithBlobs(value, blobs));

        result.Value.Blobs.Count.ShouldBe(blobs);
    }

    [TestCase("null", 1, "0 of 1")]
    [TestCase("""{"$blob":1}""", 1, "blob 1 of 1")]
    [TestCase("""{"$blob":-1}""", 1, "blob -1 of 1")]
    [TestCase("""[{"$blob":0},{"$blob":0}]""", 1, "twice")]
    [TestCase("""{"$blob":0}""", 2, "1 of 2")]
    [TestCase("""{"$blob":0,"x":1}""", 1, "beside others")]
    [TestCase("""{"x":1,"$blob":0}""", 1, "beside others")]
    [TestCase("""{"$blob":"0"}""", 1, "no index")]
    [TestCase("""{"$blob":0.5}""", 1, "no index")]
    [TestCase("""{"$blob":{"$blob":0}}""", 1, "no index")]
    [TestCase("""[{"$blob":0},{"$blob":"user data"}]""", 1, "no index")]
    public void References_that_do_not_match_the_blobs_are_malformed(string value, int blobs, string reason)
    {
        Should.Throw<ProtocolException>(() => WorkerMessageCodec.Decode(WithBlobs(value, blobs)))
            .Message.ShouldContain(reason);
    }

    [Test]
    public void Without_blobs_the_key_is_a_users_own()
    {
        var result = (WorkerResult)WorkerMessageCodec.Decode(
            Wire.FrameOf("""{"type":"result","id":1,"value":{"$blob":7,"x":1}}"""));

        Wire.Text(result.Value.Json).ShouldBe("""{"$blob":7,"x":1}""");
    }

    [TestCase("""{"type":"pong","id":1,"blobs":[1]}""")]
    [TestCase("""{"type":"error","id":1,"blobs":[1],"error":{"type":"T","message":"m"}}""")]
    public void Message_without_a_payload_carries_no_blobs(string json)
    {
        Should.Throw<ProtocolException>(() => WorkerMessageCodec.Decode(Wire.FrameOf(json, [1])))
            .Message.ShouldContain("1 blobs");
    }

    [Test]
    public void References_outside_the_payload_do_not_count()
    {
        Should.Throw<ProtocolException>(() => WorkerMessageCodec.Decode(
            Wire.FrameOf("""{"type":"result","id":1,"blobs":[1],"value":0,"later":{"$blob":0}}""", [1])));
    }

    private static Frame WithBlobs(string value, int blobs)
    {
        byte[][] content = [.. Enumerable.Range(0, blobs).Select(i => new[] { (byte)i })];
        string lengths = string.Join(',', content.Select(blob => blob.Length));
        return Wire.FrameOf($$"""{"type":"result","id":1,"blobs":[{{lengths}}],"value":{{value}}}""", content);
    }
}
