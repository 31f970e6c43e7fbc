using Pool.NUnit.Isolation.Observability;

namespace Pool.NUnit.Isolation.Tests.Observability;

internal sealed class BoundedThreadTests
{
    [Test]
    public void Step_that_throws_keeps_no_other_from_running()
    {
        List<string> seen = [];
        bool isWhole = BoundedThread.TryRun(
            TimeSpan.FromMinutes(1), e => seen.Add(e.Message), () => seen.Add("one"), static () => throw new FormatException("broken"), () => seen.Add("three"));

        isWhole.ShouldBeTrue();
        seen.ShouldBe(["one", "broken", "three"]);
    }

    [Test]
    public void Step_that_blocks_is_left_behind()
    {
        using ManualResetEventSlim gate = new();
        bool isWhole = BoundedThread.TryRun(TimeSpan.FromMilliseconds(20), static _ => { }, () => gate.Wait());
        gate.Set();
        isWhole.ShouldBeFalse();
    }
}
