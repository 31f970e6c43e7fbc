using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Protocol;

internal sealed class PayloadSerializerTests : IDisposable
{
    private static readonly byte[] Bytes = [0, 255, 7];

    private readonly PayloadSerializer _serializer = new();

    public void Dispose() => _serializer.Dispose();

    [Test]
    public void Names_of_members_are_taken_as_they_are()
    {
        Wire.Text(_serializer.Serialize(new { snake_case = 1, camelCase = "ü<>", PascalCase = new[] { 1.5, 2 } }).Json)
            .ShouldBe("""{"snake_case":1,"camelCase":"ü<>","PascalCase":[1.5,2]}""");
    }

    [Test]
    public void Names_of_members_are_read_in_any_case() =>
        _serializer.Deserialize<Sample>(_serializer.Serialize(new { name = "n", DATA = (byte[]?)null })).ShouldBe(new Sample("n", null));

    [Test]
    public void Names_that_differ_in_case_alone_are_two_members_of_what_is_sent()
    {
        Wire.Text(_serializer.Serialize(new Twins()).Json).ShouldBe("""{"k":1,"K":2}""");
    }

    [Test]
    public void Names_that_differ_in_case_alone_are_two_members_of_a_node()
    {
        var answer = _serializer.Serialize(JsonElement.Parse("""{"the":1,"in":{"The":2,"the":3},"The":4,"all":[{"a":5,"A":6}]}"""));

        _serializer.Deserialize<JsonNode>(answer)!["The"]!.GetValue<int>().ShouldBe(4);
        _serializer.Deserialize<JsonObject>(answer)!["in"]!["the"]!.GetValue<int>().ShouldBe(3);
        _serializer.Deserialize<Holder>(answer)!.All[0]!["A"]!.GetValue<int>().ShouldBe(6);
        Should.Throw<ProtocolException>(() => _serializer.Deserialize<JsonArray>(answer)).Fault.ShouldBe(ProtocolFault.Unreadable);
    }

    [Test]
    public void Every_kind_of_Json_value_can_be_sent()
    {
        Wire.Text(_serializer.Serialize(JsonElement.Parse("""{"a": 1.0}""")).Json).ShouldBe("""{"a":1.0}""");
        Wire.Text(_serializer.Serialize(JsonNode.Parse("""[1]""")).Json).ShouldBe("[1]");
        Wire.Text(_serializer.Serialize(new Dictionary<string, object?>(StringComparer.Ordinal) { ["x"] = null }).Json).ShouldBe("""{"x":null}""");
        Wire.Text(_serializer.Serialize(new Sample("n", null)).Json).ShouldBe("""{"Name":"n","Data":null}""");
        _serializer.Serialize(null).ShouldBeSameAs(Payload.Null);
    }

    [Test]
    public void Bytes_become_blobs_wherever_they_stand_and_share_the_callers_memory()
    {
        ReadOnlyMemory<byte> slice = Bytes.AsMemory(1, 1);

        Payload payload = _serializer.Serialize(new
        {
            a = (object)Bytes,
            b = new Dictionary<string, object>(StringComparer.Ordinal) { ["x"] = slice },
            c = (Memory<byte>)Bytes,
            d = (byte[]?)null,
        });

        Wire.Text(payload.Json).ShouldBe("""{"a":{"$blob":0},"b":{"x":{"$blob":1}},"c":{"$blob":2},"d":null}""");
        payload.Blobs.Count.ShouldBe(3);
        payload.Blobs[0].Equals((ReadOnlyMemory<byte>)Bytes).ShouldBeTrue();
        payload.Blobs[1].Equals(slice).ShouldBeTrue();
        payload.ByteCount.ShouldBe(payload.Json.Length + 7);
    }

    [Test]
    public void Bytes_alone_are_a_value()
    {
        Payload payload = _serializer.Serialize(Bytes);

        Wire.Text(payload.Json).ShouldBe("""{"$blob":0}""");
        _serializer.Deserialize<byte[]>(payload).ShouldBe(Bytes);
    }

    [Test]
    public void Record_with_bytes_comes_back_equal()
    {
        Sample? back = _serializer.Deserialize<Sample>(_serializer.Serialize(new Sample("n", Bytes)));

        back!.Name.ShouldBe("n");
        back.Data.ShouldBe(Bytes);
    }

    [Test]
    public void Array_read_from_a_payload_is_a_copy_and_memory_is_not()
    {
        Payload payload = _serializer.Serialize(Bytes);

        _serializer.Deserialize<byte[]>(payload).ShouldNotBeSameAs(Bytes);
        _serializer.Deserialize<ReadOnlyMemory<byte>>(payload).Equals((ReadOnlyMemory<byte>)Bytes).ShouldBeTrue();
    }

    [Test]
    public void Text_is_never_read_as_bytes()
    {
        ProtocolException refusal = Should.Throw<ProtocolException>(
            () => _serializer.Deserialize<Sample>(_serializer.Serialize(new { Name = "n", Data = "AP8H" })));

        refusal.Fault.ShouldBe(ProtocolFault.Unreadable);
        refusal.Message.ShouldContain(nameof(Sample));
    }

    [Test]
    public void Member_that_a_constructor_needs_and_the_payload_lacks_is_named_beside_those_it_has()
    {
        ProtocolException refusal = Should.Throw<ProtocolException>(
            () => _serializer.Deserialize<Counts>(new Payload("""{"word_count":3,"Label":"x"}"""u8.ToArray(), [])));

        refusal.Fault.ShouldBe(ProtocolFault.Unreadable);
        refusal.Message.ShouldContain("'WordCount'");
        refusal.Message.ShouldEndWith("; it has 'word_count', 'Label'. MemberNaming says how members are called.");
    }

    [Test]
    public void Member_with_a_default_may_be_missing() =>
        _serializer.Deserialize<Counts>(new Payload("""{"wordcount":3}"""u8.ToArray(), [])).ShouldBe(new Counts(3));

    [Test]
    public void Null_is_no_value_of_a_member_that_is_never_null()
    {
        Should.Throw<ProtocolException>(() => _serializer.Deserialize<Counts>(new Payload("""{"wordcount":3,"label":null}"""u8.ToArray(), [])))
            .Message.ShouldContain("label", Case.Insensitive);
        _serializer.Deserialize<Counts>(new Payload("""{"wordcount":3,"comment":null}"""u8.ToArray(), [])).ShouldBe(new Counts(3));
    }

    [Test]
    public void Names_that_a_message_tells_are_few_and_short()
    {
        var many = Enumerable.Range(0, 1000).ToDictionary(i => new string('x', 100) + i, i => i);

        string message = Should.Throw<ProtocolException>(() => _serializer.Deserialize<Counts>(_serializer.Serialize(many))).Message;

        message.ShouldContain("and 992 more");
        message.Length.ShouldBeLessThan(1500);
    }

    [Test]
    public void Object_without_members_is_said_to_have_none() =>
        Should.Throw<ProtocolException>(() => _serializer.Deserialize<Counts>(Payload.EmptyObject)).Message.ShouldEndWith("; it has no members.");

    [Test]
    public void Members_are_called_as_the_naming_says_and_keys_are_left_alone()
    {
        using var snake = new PayloadSerializer(naming: System.Text.Json.JsonNamingPolicy.SnakeCaseLower);
        var value = new { WordCount = 1, Keys = new Dictionary<string, int>(StringComparer.Ordinal) { ["OneKey"] = 1 } };

        Wire.Text(snake.Serialize(value).Json).ShouldBe("""{"word_count":1,"keys":{"OneKey":1}}""");
        snake.Deserialize<Counts>(new Payload("""{"word_count":3}"""u8.ToArray(), [])).ShouldBe(new Counts(3));
    }

    [Test]
    public void Key_of_a_reference_is_refused_in_data_that_travels_with_blobs()
    {
        var own = new Dictionary<string, int>(StringComparer.Ordinal) { ["$blob"] = 0 };

        ProtocolException refusal = Should.Throw<ProtocolException>(
            () => _serializer.Serialize(new { own, data = Bytes }));

        refusal.Fault.ShouldBe(ProtocolFault.Unsendable);
        refusal.Message.ShouldContain("rename that key");
        Wire.Text(_serializer.Serialize(own).Json).ShouldBe("""{"$blob":0}""");
    }

    [TestCase("\"AP8H\"")]
    [TestCase("7")]
    [TestCase("[0]")]
    [TestCase("{}")]
    [TestCase("""{"$blob":"0"}""")]
    [TestCase("""{"$blob":0.5}""")]
    [TestCase("""{"$blob":-1}""")]
    [TestCase("""{"$blob":1}""")]
    [TestCase("""{"blob":0}""")]
    [TestCase("""{"$blob":0,"x":1}""")]
    public void Only_a_reference_to_a_blob_is_read_as_bytes(string json)
    {
        var payload = new Payload(Wire.FrameOf(json).Json, [Bytes]);

        Should.Throw<ProtocolException>(() => _serializer.Deserialize<byte[]>(payload)).Message.ShouldContain("Bytes travel as blobs");
    }

    [Test]
    public void Reference_without_blobs_is_not_read_as_bytes() =>
        Should.Throw<ProtocolException>(() => _serializer.Deserialize<byte[]>(new Payload("""{"$blob":0}"""u8.ToArray(), [])))
            .Message.ShouldContain("Bytes travel as blobs");

    [Test]
    public void Value_of_exactly_the_limits_is_sent()
    {
        using var small = new PayloadSerializer(new FrameLimits { MaxFrameBytes = 1024, MaxBlobs = 1 });
        int room = 1024 - """{"$blob":0}""".Length;

        small.Serialize(new byte[room]).ByteCount.ShouldBe(1024);
        Should.Throw<ProtocolException>(() => small.Serialize(new byte[room + 1])).Size.ShouldBe(1025);
    }

    [Test]
    public void Value_that_was_refused_leaves_nothing_for_the_next()
    {
        Should.Throw<FormatException>(() => _serializer.Serialize(new { data = Bytes, broken = new Faulty() }));

        Payload next = _serializer.Serialize(new { data = Bytes });

        Wire.Text(next.Json).ShouldBe("""{"data":{"$blob":0}}""");
        next.Blobs.Count.ShouldBe(1);
    }

    [Test]
    public void Payload_keeps_its_text_whatever_is_serialized_after_it([Values(10, 32_766, 32_767, 100_000)] int size)
    {
        var text = new string('a', size);

        Payload first = _serializer.Serialize(text);
        _serializer.Serialize(new string('b', size));
        _serializer.Serialize(new string('c', 10));

        Wire.Text(first.Json).ShouldBe($"\"{text}\"");
    }

    [Test]
    public void Serializer_of_a_disposed_pool_says_so()
    {
        var disposed = new PayloadSerializer();
        disposed.Dispose();

        Should.Throw<ObjectDisposedException>(() => disposed.Serialize(1));
    }

    [Test]
    public void Users_own_key_is_no_blob_when_there_are_none()
    {
        Payload payload = _serializer.Serialize(new Dictionary<string, int>(StringComparer.Ordinal) { ["$blob"] = 0 });

        Should.Throw<ProtocolException>(() => _serializer.Deserialize<byte[]>(payload));
    }

    [Test]
    public void Value_that_is_no_Json_is_refused_with_its_type()
    {
        var cycle = new List<object>();
        cycle.Add(cycle);

        foreach (object value in new object[] { double.NaN, new { x = (Action)(() => { }) }, cycle, typeof(string) })
        {
            ProtocolException refusal = Should.Throw<ProtocolException>(() => _serializer.Serialize(value));
            refusal.Fault.ShouldBe(ProtocolFault.Unsendable);
            refusal.Message.ShouldContain(value.GetType().Name);
        }
    }

    [Test]
    public void Value_may_be_one_level_less_deep_than_a_frame()
    {
        _serializer.Serialize(Nested(63)).Json.Length.ShouldBe(126);

        Should.Throw<ProtocolException>(() => _serializer.Serialize(Nested(64))).Fault.ShouldBe(ProtocolFault.Unsendable);
        Should.Throw<ProtocolException>(() => _serializer.Serialize(JsonElement.Parse(new string('[', 64) + new string(']', 64))));

        static object Nested(int levels) => levels == 1 ? new List<object>() : new List<object> { Nested(levels - 1) };
    }

    [Test]
    public void Value_larger_than_a_frame_is_refused_with_both_sizes()
    {
        using var small = new PayloadSerializer(new FrameLimits { MaxFrameBytes = 1024, MaxBlobs = 1 });

        ProtocolException refusal = Should.Throw<ProtocolException>(() => small.Serialize(new byte[1020]));

        refusal.Fault.ShouldBe(ProtocolFault.TooLarge);
        refusal.Message.ShouldContain("1031");
        refusal.Message.ShouldContain("1024");
        Should.Throw<ProtocolException>(() => small.Serialize(new[] { Bytes, Bytes })).Message.ShouldContain("2 blobs");
    }

    [Test]
    public void Exception_of_the_users_own_getter_passes_unchanged()
    {
        Should.Throw<FormatException>(() => _serializer.Serialize(new Faulty()));
    }

    [Test]
    public void Serializing_inside_a_serialization_mixes_no_blobs()
    {
        Payload outer = _serializer.Serialize(new Nesting(_serializer, Bytes));

        outer.Blobs.Count.ShouldBe(1);
        outer.Blobs[0].ToArray().ShouldBe(Bytes);
    }

    [Test]
    public async Task Threads_may_share_a_serializer()
    {
        await Parallel.ForEachAsync(Enumerable.Range(1, 500), (i, _) =>
        {
            byte[] own = [.. BitConverter.GetBytes(i)];
            Sample? back = _serializer.Deserialize<Sample>(_serializer.Serialize(new Sample($"{i}", own)));
            back!.Data.ShouldBe(own);
            return ValueTask.CompletedTask;
        });
    }

    private sealed record Sample(string Name, byte[]? Data);

    private sealed record Holder(JsonArray All);

    private sealed class Twins
    {
        [JsonPropertyName("k")]
        public int Small { get; set; } = 1;

        [JsonPropertyName("K")]
        public int Large { get; set; } = 2;
    }

    private sealed class Faulty
    {
        public int Value => throw new FormatException("mine");
    }

    private sealed class Nesting(PayloadSerializer serializer, byte[] data)
    {
        public string Inner => Wire.Text(serializer.Serialize(new { inner = new byte[] { 1 } }).Json);

        public byte[] Data => data;
    }

    private sealed record Counts(int WordCount, string Label = "", string? Comment = null);
}
