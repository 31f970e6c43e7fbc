using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Protocol;

internal sealed class FrameBufferTests
{
    private const int Limit = 1024;

    [Test]
    public void Frame_begins_behind_its_prefix_and_the_prefix_holds_what_was_written()
    {
        FrameBuffer buffer = Begun(Limit);
        buffer.GetSpan(3)[0] = 9;
        buffer.Advance(3);
        buffer.CloseJson();

        buffer.Content.ToArray().ShouldBe([0, 0, 0, 3, 9, 0, 0]);
    }

    [Test]
    public void Room_is_doubled_up_to_a_little_above_the_limit()
    {
        FrameBuffer buffer = Begun(Limit);
        // The first array has 1024 bytes, of which the prefix takes 4.
        buffer.GetMemory(1020).Length.ShouldBe(1020);
        buffer.GetMemory(1021).Length.ShouldBe(2044);
        buffer.GetMemory(2045).Length.ShouldBe(4092);
        buffer.GetMemory(4093).Length.ShouldBe(Limit + 4096 - 4);
        buffer.GetMemory(6000).Length.ShouldBe(6000);
    }

    [Test]
    public void More_than_a_writer_could_need_for_a_frame_is_refused()
    {
        FrameBuffer buffer = Begun(Limit);
        const int Most = (4 * Limit) + 4096 - 4;

        buffer.GetMemory(Most).Length.ShouldBe(Most);
        Should.Throw<ProtocolException>(() => buffer.GetSpan(Most + 1)).Fault.ShouldBe(ProtocolFault.TooLarge);
        Should.Throw<ProtocolException>(() => buffer.GetMemory(Most + 1)).Message.ShouldContain("1024");
    }

    [Test]
    public void What_was_written_survives_growth()
    {
        FrameBuffer buffer = Begun(Limit);
        buffer.GetSpan(1)[0] = 7;
        buffer.Advance(1);

        buffer.GetSpan(5000);

        buffer.Content.Span[4].ShouldBe((byte)7);
    }

    [TestCase(64 * 1024, true)]
    [TestCase((64 * 1024) + 1, false)]
    public void Memory_of_a_large_frame_is_not_kept_for_the_next(int bytes, bool isKept)
    {
        FrameBuffer buffer = Begun(1 << 20);
        buffer.GetSpan(bytes - FrameBuffer.PrefixBytes);

        buffer.Begin(1 << 20);

        buffer.GetMemory().Length.ShouldBe(isKept ? Math.Max(bytes, 64 * 1024) - 4 : 1020);
    }

    private static FrameBuffer Begun(int maxFrameBytes)
    {
        var buffer = new FrameBuffer();
        buffer.Begin(maxFrameBytes);
        return buffer;
    }
}
