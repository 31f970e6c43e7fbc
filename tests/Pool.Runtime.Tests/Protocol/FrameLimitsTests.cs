using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Protocol;

internal sealed class FrameLimitsTests
{
    [Test]
    public void Ends_of_every_range_are_allowed() => Should.NotThrow(() => (FrameLimits[])
    [
        new() { MaxFrameBytes = 1024 },
        new() { MaxFrameBytes = int.MaxValue },
        new() { MaxDepth = 4 },
        new() { MaxDepth = 1000 },
        new() { MaxBlobs = 0 },
        new() { MaxBlobs = 65_536 },
    ]);

    [TestCase(1023)]
    [TestCase(-1)]
    public void Frame_size_below_its_range_is_refused(int bytes) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new FrameLimits { MaxFrameBytes = bytes }).Message.ShouldContain("1024");

    [TestCase(3)]
    [TestCase(1001)]
    public void Depth_outside_its_range_is_refused(int levels) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new FrameLimits { MaxDepth = levels }).Message.ShouldContain("1000");

    [TestCase(-1)]
    [TestCase(65_537)]
    public void Number_of_blobs_outside_its_range_is_refused(int blobs) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new FrameLimits { MaxBlobs = blobs }).Message.ShouldContain("65536");
}
