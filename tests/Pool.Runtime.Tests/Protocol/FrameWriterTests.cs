using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Protocol;

internal sealed class FrameWriterTests
{
    private static readonly FrameLimits OneKilobyte = new() { MaxFrameBytes = 1024 };

    [Test]
    public async Task Frame_begins_with_its_length_in_big_endian_order()
    {
        using var stream = new MemoryStream();

        await new FrameWriter(stream, FrameLimits.Default).WriteAsync(new HostPing(7), default);

        stream.ToArray().ShouldBe([0, 0, 0, 22, .. """{"type":"ping","id":7}"""u8]);
    }

    [Test]
    public async Task Small_frame_with_its_small_blobs_is_one_write()
    {
        using var stream = new CountingStream();

        await new FrameWriter(stream, FrameLimits.Default).WriteAsync(Result(new byte[100], new byte[200]), default);

        stream.Writes.Count.ShouldBe(1);
    }

    [Test]
    public async Task Large_blob_is_written_from_the_callers_own_memory()
    {
        var blob = new byte[100_000];
        using var stream = new CountingStream();

        await new FrameWriter(stream, FrameLimits.Default).WriteAsync(Result(blob), default);

        stream.Writes.Count.ShouldBe(2);
        stream.Writes[1].Equals((ReadOnlyMemory<byte>)blob).ShouldBeTrue();
    }

    [Test]
    public async Task Message_above_the_limit_leaves_no_byte_and_the_next_one_passes()
    {
        using var stream = new MemoryStream();
        var writer = new FrameWriter(stream, OneKilobyte);

        ProtocolException json = await Should.ThrowAsync<ProtocolException>(
            async () => await writer.WriteAsync(new HostEndSession(new string('s', 1024)), default));
        ProtocolException blobs = await Should.ThrowAsync<ProtocolException>(
            async () => await writer.WriteAsync(Result(new byte[1000]), default));

        json.Fault.ShouldBe(ProtocolFault.TooLarge);
        blobs.Fault.ShouldBe(ProtocolFault.TooLarge);
        blobs.Message.ShouldContain("1024");
        stream.Length.ShouldBe(0);
        await writer.WriteAsync(new HostPing(1), default);
        stream.Length.ShouldBe(26);
    }

    [Test]
    public void Hugely_too_long_text_is_refused_without_buffering_it()
    {
        using var stream = new MemoryStream();
        var writer = new FrameWriter(stream, OneKilobyte);
        var request = new HostRequest(1, "x", new Payload(new byte[50_000_000], []), null, null, null);
        long before = GC.GetAllocatedBytesForCurrentThread();

        // Refused at once, on this thread; what others allocate is not counted.
        Should.Throw<ProtocolException>(() => writer.WriteAsync(request, default).AsTask());
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.ShouldBeLessThan(1 << 20);
    }

    [Test]
    public async Task Limit_of_the_peer_applies_once_it_is_known_and_is_never_raised_by_it()
    {
        using var stream = new MemoryStream();
        var writer = new FrameWriter(stream, new FrameLimits { MaxFrameBytes = 4096 });
        writer.Restrict(1024);
        await Should.ThrowAsync<ProtocolException>(async () => await writer.WriteAsync(Result(new byte[2000]), default));

        writer.Restrict(int.MaxValue);

        await writer.WriteAsync(Result(new byte[2000]), default);
        await Should.ThrowAsync<ProtocolException>(async () => await writer.WriteAsync(Result(new byte[5000]), default));
    }

    [Test]
    public async Task More_blobs_than_the_limit_are_refused()
    {
        var writer = new FrameWriter(Stream.Null, new FrameLimits { MaxBlobs = 1 });

        await writer.WriteAsync(Result([1]), default);
        (await Should.ThrowAsync<ProtocolException>(async () => await writer.WriteAsync(Result([1], [2]), default)))
            .Fault.ShouldBe(ProtocolFault.Unsendable);
    }

    [Test]
    public async Task Second_write_before_the_first_has_ended_is_an_error_of_the_caller()
    {
        var gate = new TaskCompletionSource();
        using var stream = new CountingStream { Gate = gate.Task };
        var writer = new FrameWriter(stream, FrameLimits.Default);
        ValueTask first = writer.WriteAsync(new HostPing(1), default);

        await Should.ThrowAsync<InvalidOperationException>(async () => await writer.WriteAsync(new HostPing(2), default));

        gate.SetResult();
        await first;
        await writer.WriteAsync(new HostPing(3), default);
        stream.Writes.Count.ShouldBe(2);
    }

    [Test]
    public async Task Text_that_is_no_Unicode_is_refused_or_replaced_but_never_corrupts_the_stream()
    {
        using var stream = new MemoryStream();
        var writer = new FrameWriter(stream, FrameLimits.Default);
        try
        {
            await writer.WriteAsync(new HostEndSession("half \ud800 pair"), default);
        }
        catch (ProtocolException refused)
        {
            refused.Fault.ShouldBe(ProtocolFault.Unsendable);
        }

        await writer.WriteAsync(new HostPing(1), default);
        using var written = new MemoryStream(stream.ToArray());
        var reader = new FrameReader(written, FrameLimits.Default);
        HostMessage? last = null;
        while (await reader.ReadAsync(default) is { } frame)
            last = HostMessageCodec.Decode(frame);
        last.ShouldBe(new HostPing(1));
    }

    [Test]
    public async Task Message_of_exactly_the_limit_is_written_and_one_byte_more_is_not()
    {
        using var stream = new MemoryStream();
        var writer = new FrameWriter(stream, OneKilobyte);
        int room = 1024 - """{"type":"end_session","session":""}""".Length;

        await writer.WriteAsync(new HostEndSession(new string('s', room)), default);
        ProtocolException refusal = await Should.ThrowAsync<ProtocolException>(
            async () => await writer.WriteAsync(new HostEndSession(new string('s', room + 1)), default));

        stream.Length.ShouldBe(1028);
        refusal.Size.ShouldBe(1025);
    }

    [Test]
    public async Task Encoded_frame_above_the_limit_leaves_no_byte_and_the_next_one_passes()
    {
        using var stream = new MemoryStream();
        var writer = new FrameWriter(stream, OneKilobyte);

        await Should.ThrowAsync<ProtocolException>(async () => await writer.WriteAsync(Wire.FrameOf("""{"blobs":[1020]}""", new byte[1020]), default));
        await writer.WriteAsync(HostMessageCodec.Encode(new HostPing(1)), default);

        stream.ToArray().ShouldBe([0, 0, 0, 22, .. """{"type":"ping","id":1}"""u8]);
    }

    [Test]
    public async Task Text_is_escaped_no_more_than_it_must_be()
    {
        using var stream = new MemoryStream();

        await new FrameWriter(stream, FrameLimits.Default).WriteAsync(new HostEndSession("ü<'&\"\n"), default);

        stream.ToArray()[4..].ShouldBe("""{"type":"end_session","session":"ü<'&\"\n"}"""u8.ToArray());
    }

    [Test]
    public async Task Answer_without_blobs_or_volatile_fields_says_nothing_of_them()
    {
        using var stream = new MemoryStream();

        await new FrameWriter(stream, FrameLimits.Default).WriteAsync(new WorkerResult(1, Payload.Null, []), default);

        stream.ToArray()[4..].ShouldBe("""{"type":"result","id":1,"value":null}"""u8.ToArray());
    }

    [TestCase(8192, 0, ExpectedResult = 1)]
    [TestCase(8193, 0, ExpectedResult = 3, Description = "what follows a blob that is not copied is not copied either")]
    [TestCase(5000, 3192, ExpectedResult = 1)]
    [TestCase(5000, 3193, ExpectedResult = 2)]
    public async Task<int> Blobs_are_copied_up_to_eight_kilobytes_together(int first, int second)
    {
        using var stream = new CountingStream();

        await new FrameWriter(stream, FrameLimits.Default).WriteAsync(Result(new byte[first], new byte[second]), default);

        return stream.Writes.Count;
    }

    [Test]
    public async Task Frame_is_flushed()
    {
        using var stream = new CountingStream();

        await new FrameWriter(stream, FrameLimits.Default).WriteAsync(new HostPing(1), default);

        stream.Flushes.ShouldBe(1);
    }

    private static WorkerResult Result(params byte[][] blobs)
    {
        string json = $"[{string.Join(',', blobs.Select((_, i) => $$"""{"$blob":{{i}}}"""))}]";
        return new WorkerResult(1, new Payload(Wire.FrameOf(json).Json, [.. blobs.Select(b => (ReadOnlyMemory<byte>)b)]), []);
    }
}
