using System.Text;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Protocol;

internal sealed class PlainResultTests
{
    [TestCase("""{"type":"result","id":1,"value":null}""", 1, "null")]
    [TestCase("""{"type":"result","id":9223372036854775807,"value":{"a":[1,{"b":"}"}]}}""", long.MaxValue, """{"a":[1,{"b":"}"}]}""")]
    [TestCase("""{"type":"result","id":12,"value":"x"}""", 12, "\"x\"")]
    public void Plain_result_is_read_at_once(string json, long id, string value)
    {
        var result = Read(json).ShouldNotBeNull();

        result.Id.ShouldBe(id);
        Encoding.UTF8.GetString(result.Value.Json.Span).ShouldBe(value);
        result.Value.Blobs.ShouldBeEmpty();
        result.Volatile.ShouldBeEmpty();
        result.Span.ShouldBeNull();
    }

    [TestCase("""{"type":"result","id":1,"volatile":["a"],"value":1}""", Description = "Another field")]
    [TestCase("""{"type":"result","id":1,"value":1,"more":2}""", Description = "A field after the value")]
    [TestCase("""{"type":"result","id":1,"value":1}}""", Description = "More than an object")]
    [TestCase("""{"type":"result","id":1,"value":}""", Description = "No value")]
    [TestCase("""{"type":"result","id":1,"value":1 }""", Description = "Space after the value")]
    [TestCase("""{"type":"result","id":1,"value": 1}""", Description = "Space before the value")]
    [TestCase("""{"type":"result","id":1,"value":[1}""", Description = "A broken value")]
    [TestCase("""{"type":"result","id":1,"value":1,2}""", Description = "Two values")]
    [TestCase("""{"type":"result","id":01,"value":1}""", Description = "An id that is no number")]
    [TestCase("""{"type":"result","id":0,"value":1}""", Description = "No id")]
    [TestCase("""{"type":"result","id":-1,"value":1}""", Description = "A negative id")]
    [TestCase("""{"type":"result","id":1.5,"value":1}""", Description = "A broken id")]
    [TestCase("""{"type":"result","id":9223372036854775808,"value":1}""", Description = "An id that is too large")]
    [TestCase("""{"type":"result","id":}""", Description = "Nothing after the head")]
    [TestCase("""{"type":"pong","id":1}""", Description = "Another message")]
    [TestCase("{}", Description = "An empty object")]
    [TestCase("", Description = "Nothing")]
    public void Whatever_is_written_otherwise_is_left_to_the_full_decoder(string json) => Read(json).ShouldBeNull();

    [Test]
    public void Frame_with_blobs_is_left_to_the_full_decoder() =>
        PlainResult.TryRead(new Frame("""{"type":"result","id":1,"value":1}"""u8.ToArray(), [new byte[1]]), 64).ShouldBeNull();

    [TestCase(3, true)]
    [TestCase(2, false)]
    [TestCase(1, false)]
    public void Value_is_one_level_within_its_message(int maxDepth, bool isRead)
    {
        const string TwoLevels = """{"type":"result","id":1,"value":[[]]}""";

        (Read(TwoLevels, maxDepth) is not null).ShouldBe(isRead);
    }

    private static WorkerResult? Read(string json, int maxDepth = 64) => PlainResult.TryRead(new Frame(Encoding.UTF8.GetBytes(json), []), maxDepth);
}
