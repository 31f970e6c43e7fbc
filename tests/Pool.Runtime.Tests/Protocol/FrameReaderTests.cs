using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Protocol;

internal sealed class FrameReaderTests
{
    private const string Pong = """{"type":"pong","id":1}""";

    [Test]
    public async Task Stream_that_ends_between_frames_gives_null()
    {
        (await Wire.ReadAsync([])).ShouldBeNull();
    }

    [Test]
    public async Task Frames_that_arrive_together_are_read_one_by_one()
    {
        using var stream = new MemoryStream([.. Wire.Bytes(Pong), .. Wire.Bytes("""{"blobs":[2]}""", [7, 8]), .. Wire.Bytes("{}")]);
        var reader = new FrameReader(stream, FrameLimits.Default);

        Wire.Text((await reader.ReadAsync(default))!.Json).ShouldBe(Pong);
        (await reader.ReadAsync(default))!.Blobs.ShouldHaveSingleItem().ToArray().ShouldBe([7, 8]);
        Wire.Text((await reader.ReadAsync(default))!.Json).ShouldBe("{}");
        (await reader.ReadAsync(default)).ShouldBeNull();
    }

    [Test]
    public async Task Frame_that_arrives_byte_by_byte_is_read_whole()
    {
        using var stream = new DripStream(Wire.Bytes("""{"type":"pong","id":1,"blobs":[3]}""", [1, 2, 3]));

        Frame? frame = await new FrameReader(stream, FrameLimits.Default).ReadAsync(default);

        frame!.Blobs.ShouldHaveSingleItem().ToArray().ShouldBe([1, 2, 3]);
    }

    [Test]
    public async Task Small_frame_costs_one_read_of_the_stream()
    {
        using var stream = new DripStream(Wire.Bytes(Pong), bytesPerRead: int.MaxValue);

        await new FrameReader(stream, FrameLimits.Default).ReadAsync(default);

        stream.Reads.ShouldBe(1);
    }

    [Test]
    public async Task Frames_that_fit_the_buffer_together_cost_one_read_of_the_stream()
    {
        using var stream = new DripStream([.. Wire.Bytes(Padded(5000)), .. Wire.Bytes(Padded(6000)), .. Wire.Bytes(Pong)], bytesPerRead: int.MaxValue);
        var reader = new FrameReader(stream, FrameLimits.Default);

        for (int i = 0; i < 3; i++)
            await reader.ReadAsync(default);

        stream.Reads.ShouldBe(1);
    }

    [Test]
    public async Task Rest_of_a_frame_and_the_next_one_cost_one_read_of_the_stream()
    {
        using var stream = new DripStream([.. Wire.Bytes(Padded(5000)), .. Wire.Bytes(Pong)], bytesPerRead: 3000);
        var reader = new FrameReader(stream, FrameLimits.Default);

        await reader.ReadAsync(default);
        await reader.ReadAsync(default);

        stream.Reads.ShouldBe(2);
    }

    [Test]
    public async Task Frames_of_any_size_are_cut_right_wherever_reads_and_buffers_end([Values(1, 7, 4096, 100_000)] int bytesPerRead)
    {
        int[] sizes = [16_378, 16_380, 16_384, 16_385, 2, 5000, 5000, 5000, 5000, 5000, 40_000, 3, 16_383, 9000, 9000, 2];
        using var stream = new DripStream([.. sizes.SelectMany(size => Wire.Bytes(Padded(size)))], bytesPerRead);
        var reader = new FrameReader(stream, FrameLimits.Default);

        foreach (int size in sizes)
            Wire.Text((await reader.ReadAsync(default))!.Json).ShouldBe(Padded(size));
        (await reader.ReadAsync(default)).ShouldBeNull();
    }

    [Test]
    public async Task Buffer_that_was_used_up_is_used_from_its_start()
    {
        using var stream = new DripStream([.. Wire.Bytes(Padded(9000)), .. Wire.Bytes(Padded(9000))], bytesPerRead: 9004);
        var reader = new FrameReader(stream, FrameLimits.Default);

        await reader.ReadAsync(default);
        await reader.ReadAsync(default);

        stream.Reads.ShouldBe(2);
    }

    [Test]
    public async Task Json_of_exactly_the_limit_is_read()
    {
        var limits = new FrameLimits { MaxFrameBytes = 1024 };

        (await Wire.ReadAsync(Wire.Bytes(Padded(1024)), limits)).ShouldNotBeNull();
        (await Wire.RefusalAsync(Wire.Bytes(Padded(1025)), limits)).Fault.ShouldBe(ProtocolFault.TooLarge);
    }

    [Test]
    public async Task End_inside_a_later_prefix_says_how_much_arrived()
    {
        using var stream = new MemoryStream([.. Wire.Bytes(Pong), 0, 0]);
        var reader = new FrameReader(stream, FrameLimits.Default);
        await reader.ReadAsync(default);

        (await Should.ThrowAsync<ProtocolException>(async () => await reader.ReadAsync(default))).Message.ShouldContain("2 of 4");
    }

    [Test]
    public async Task Declaration_is_looked_for_no_deeper_than_the_limit()
    {
        var limits = new FrameLimits { MaxDepth = 4 };

        (await Wire.ReadAsync(Wire.Bytes("""{"blobs":[],"x":[[[]]]}"""), limits)).ShouldNotBeNull();
        (await Wire.RefusalAsync(Wire.Bytes("""{"blobs":[],"x":[[[[]]]]}"""), limits)).Fault.ShouldBe(ProtocolFault.Malformed);
    }

    [Test]
    public async Task Ten_megabytes_travel_as_the_same_bytes_and_not_as_text()
    {
        var blob = new byte[10 * 1024 * 1024];
        new Random(1).NextBytes(blob);
        using var serializer = new PayloadSerializer();
        using var stream = new MemoryStream();

        await new FrameWriter(stream, FrameLimits.Default).WriteAsync(
            new HostRequest(1, "checksum", serializer.Serialize(new { data = blob }), null, null, null), default);

        stream.Length.ShouldBeLessThan(blob.Length + 200);
        var received = (HostRequest)HostMessageCodec.Decode((await Wire.ReadAsync(stream.ToArray()))!);
        received.Args.Blobs.ShouldHaveSingleItem().Span.SequenceEqual(blob).ShouldBeTrue();
    }

    [TestCase(new byte[] { 0x80, 0, 0, 0 }, TestName = "{m}(2 GiB)")]
    [TestCase(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF }, TestName = "{m}(4 GiB)")]
    [TestCase(new byte[] { 1, 0, 0, 1 }, TestName = "{m}(limit + 1)")]
    public async Task Length_above_the_limit_is_refused_before_memory_is_taken_for_it(byte[] prefix)
    {
        using var stream = new MemoryStream([.. prefix, (byte)'{']);
        var reader = new FrameReader(stream, FrameLimits.Default);
        long before = GC.GetAllocatedBytesForCurrentThread();

        // Over memory it ends at once, on this thread; what others allocate is not counted.
        Task<Frame?> read = reader.ReadAsync(default).AsTask();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        read.IsCompleted.ShouldBeTrue();
        allocated.ShouldBeLessThan(1 << 20);
        ProtocolException refusal = await Should.ThrowAsync<ProtocolException>(read);
        refusal.Fault.ShouldBe(ProtocolFault.TooLarge);
        refusal.Message.ShouldContain("16777216");
        refusal.Message.ShouldContain(BinaryPrimitives.ReadUInt32BigEndian(prefix).ToString(CultureInfo.InvariantCulture));
    }

    [TestCase("[2147483647]")]
    [TestCase("[1000,1000]")]
    [TestCase("[600,600]")]
    [TestCase("[9223372036854775807,9223372036854775807]")]
    public async Task Blobs_above_the_limit_are_refused_before_memory_is_taken_for_them(string blobs)
    {
        byte[] bytes = Wire.Bytes($$"""{"type":"result","id":1,"blobs":{{blobs}},"value":0}""");
        using var stream = new MemoryStream(bytes);
        var reader = new FrameReader(stream, new FrameLimits { MaxFrameBytes = 1024 });
        long before = GC.GetAllocatedBytesForCurrentThread();

        Task<Frame?> read = reader.ReadAsync(default).AsTask();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        read.IsCompleted.ShouldBeTrue();
        allocated.ShouldBeLessThan(1 << 20);
        ProtocolException refusal = await Should.ThrowAsync<ProtocolException>(read);
        refusal.Fault.ShouldBe(ProtocolFault.TooLarge);
        refusal.Message.ShouldContain("1024");
    }

    [Test]
    public async Task Frame_of_exactly_the_limit_is_read()
    {
        const string Json = """{"type":"result","id":1,"blobs":[900],"value":{"$blob":0}}""";
        var limits = new FrameLimits { MaxFrameBytes = 1024 };
        byte[] padded = Encoding.UTF8.GetBytes(Json + new string(' ', 1024 - 900 - Json.Length));

        (await Wire.ReadAsync(Wire.Bytes(padded, new byte[900]), limits)).ShouldNotBeNull();
        (await Wire.RefusalAsync(Wire.Bytes([.. padded, (byte)' '], new byte[900]), limits)).Fault.ShouldBe(ProtocolFault.TooLarge);
    }

    [Test]
    public async Task More_blobs_than_the_limit_are_refused()
    {
        var limits = new FrameLimits { MaxBlobs = 2 };

        (await Wire.ReadAsync(Wire.Bytes("""{"blobs":[0,0]}"""), limits))!.Blobs.Count.ShouldBe(2);
        (await Wire.RefusalAsync(Wire.Bytes("""{"blobs":[0,0,0]}"""), limits)).Message.ShouldContain("2 blobs");
    }

    [TestCase("""{"blobs":3}""")]
    [TestCase("""{"blobs":[-1]}""")]
    [TestCase("""{"blobs":[1.5]}""")]
    [TestCase("""{"blobs":["1"]}""")]
    [TestCase("""{"blobs":[],"blobs":[]}""")]
    [TestCase("""{"blobs":[],"\u0062lobs":[]}""")]
    [TestCase("""{"blobs":[1}""")]
    [TestCase("""["blobs"]""")]
    public async Task Declaration_that_is_no_list_of_lengths_is_malformed(string json)
    {
        (await Wire.RefusalAsync(Wire.Bytes(json))).Fault.ShouldBe(ProtocolFault.Malformed);
    }

    [Test]
    public async Task Declaration_that_is_null_counts_as_absent()
    {
        (await Wire.ReadAsync(Wire.Bytes("""{"blobs":null}""")))!.Blobs.ShouldBeEmpty();
        (await Wire.RefusalAsync(Wire.Bytes("""{"blobs":null,"blobs":[1]}""", [9]))).Fault.ShouldBe(ProtocolFault.Malformed);
    }

    [Test]
    public async Task Junk_after_the_object_is_refused_before_its_blobs_are_waited_for()
    {
        (await Wire.RefusalAsync(Wire.Bytes("""{"blobs":[5]}x"""))).Fault.ShouldBe(ProtocolFault.Malformed);
    }

    [Test]
    public async Task Declaration_whose_name_is_escaped_counts()
    {
        Frame? frame = await Wire.ReadAsync(Wire.Bytes("""{"\u0062lobs":[1]}""", [9]));

        frame!.Blobs.ShouldHaveSingleItem().ToArray().ShouldBe([9]);
    }

    [Test]
    public async Task Field_called_blobs_inside_a_value_declares_nothing()
    {
        Frame? frame = await Wire.ReadAsync(Wire.Bytes("""{"type":"result","id":1,"value":{"blobs":[99]}}"""));

        frame!.Blobs.ShouldBeEmpty();
    }

    [TestCase(1, "1 of 4")]
    [TestCase(3, "3 of 4")]
    [TestCase(4, "0 of 22")]
    [TestCase(25, "21 of 22")]
    public async Task End_inside_a_frame_says_how_much_arrived(int bytes, string arrived)
    {
        ProtocolException refusal = await Wire.RefusalAsync(Wire.Bytes(Pong)[..bytes]);

        refusal.Fault.ShouldBe(ProtocolFault.Truncated);
        refusal.Message.ShouldContain(arrived);
    }

    [Test]
    public async Task End_inside_a_blob_says_how_much_arrived()
    {
        ProtocolException refusal = await Wire.RefusalAsync(Wire.Bytes("""{"blobs":[100000]}""", new byte[70_000]));

        refusal.Fault.ShouldBe(ProtocolFault.Truncated);
        refusal.Message.ShouldContain("70000 of 100000");
    }

    [Test]
    public async Task Reader_that_failed_inside_a_frame_reads_no_more()
    {
        using var stream = new MemoryStream([.. Wire.Bytes("""{"blobs":[-1]}"""), .. Wire.Bytes(Pong)]);
        var reader = new FrameReader(stream, FrameLimits.Default);

        await Should.ThrowAsync<ProtocolException>(async () => await reader.ReadAsync(default));
        ProtocolException again = await Should.ThrowAsync<ProtocolException>(async () => await reader.ReadAsync(default));

        again.Message.ShouldContain("earlier read");
    }

    [Test]
    public async Task Read_that_was_cancelled_between_frames_can_be_repeated()
    {
        using var stream = new DripStream(Wire.Bytes(Pong), bytesPerRead: 3);
        var reader = new FrameReader(stream, FrameLimits.Default);
        using var cancelled = new CancellationTokenSource();
        stream.BeforeRead = cancelled.Cancel;

        await Should.ThrowAsync<OperationCanceledException>(async () => await reader.ReadAsync(cancelled.Token));
        stream.BeforeRead = null;

        Wire.Text((await reader.ReadAsync(default))!.Json).ShouldBe(Pong);
    }

    [TestCase(new byte[] { }, TestName = "{m}(nothing)")]
    [TestCase(new byte[] { (byte)'1' }, TestName = "{m}(one byte)")]
    [TestCase(new byte[] { (byte)'"', 0xC3, (byte)'"' }, TestName = "{m}(no UTF-8)")]
    public async Task Json_that_can_hold_no_object_is_malformed(byte[] json)
    {
        (await Wire.RefusalAsync(Wire.Bytes(json))).Fault.ShouldBe(ProtocolFault.Malformed);
    }

    private static string Padded(int size) => "{" + new string(' ', size - 2) + "}";
}
