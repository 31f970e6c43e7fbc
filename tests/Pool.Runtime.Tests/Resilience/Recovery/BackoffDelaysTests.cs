using Pool.Runtime.Resilience;
using Pool.Runtime.Resilience.Recovery;

namespace Pool.Runtime.Tests.Resilience.Recovery;

internal sealed class BackoffDelaysTests
{
    [TestCase(BackoffShape.None, 1, 0)]
    [TestCase(BackoffShape.None, 7, 0)]
    [TestCase(BackoffShape.Linear, 1, 100)]
    [TestCase(BackoffShape.Linear, 3, 300)]
    [TestCase(BackoffShape.Exponential, 1, 100)]
    [TestCase(BackoffShape.Exponential, 2, 200)]
    [TestCase(BackoffShape.Exponential, 4, 800)]
    public void Wait_grows_as_its_shape_says(BackoffShape shape, int retry, double milliseconds) =>
        BackoffDelays.Delay(Of(shape, BackoffJitter.None), retry, chance: 0.3)
            .ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [TestCase(BackoffJitter.None, 0.9, 100)]
    [TestCase(BackoffJitter.Quarter, 0, 75)]
    [TestCase(BackoffJitter.Quarter, 0.5, 100)]
    [TestCase(BackoffJitter.Quarter, 0.9, 120)]
    [TestCase(BackoffJitter.Full, 0, 0)]
    [TestCase(BackoffJitter.Full, 0.25, 25)]
    public void Jitter_changes_the_wait_within_its_range(BackoffJitter jitter, double chance, double milliseconds) =>
        BackoffDelays.Delay(Of(BackoffShape.Linear, jitter), retry: 1, chance)
            .TotalMilliseconds.ShouldBe(milliseconds, tolerance: 0.001);

    [Test]
    public void No_wait_exceeds_the_cap_whatever_the_jitter(
        [Values] BackoffShape shape, [Values] BackoffJitter jitter, [Values(1, 5, 64, 1000, int.MaxValue)] int retry)
    {
        var delay = BackoffDelays.Delay(Of(shape, jitter), retry, chance: 0.999);

        delay.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(1));
        delay.ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
    }

    [Test]
    public void Jitter_comes_before_the_cap() =>
        BackoffDelays.Delay(Of(BackoffShape.Exponential, BackoffJitter.Quarter), retry: 5, chance: 0.1)
            .ShouldBe(TimeSpan.FromSeconds(1), "1.6 s less a fifth is still above the cap");

    private static Backoff Of(BackoffShape shape, BackoffJitter jitter) => new()
    {
        Shape = shape,
        Jitter = jitter,
        BaseDelay = TimeSpan.FromMilliseconds(100),
        MaxDelay = TimeSpan.FromSeconds(1),
    };
}
