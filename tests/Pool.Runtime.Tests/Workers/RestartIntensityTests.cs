using Microsoft.Extensions.Time.Testing;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Workers;

internal sealed class RestartIntensityTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    [Test]
    public void As_many_as_allowed_are_tolerated_and_no_more()
    {
        var intensity = new RestartIntensity(Window, new FakeTimeProvider()) { Most = 2 };

        (intensity.Tolerates(), intensity.Tolerates(), intensity.Tolerates()).ShouldBe((true, true, false));
        intensity.Count.ShouldBe(3);
    }

    [Test]
    public void Losses_count_for_the_window_and_no_longer()
    {
        var time = new FakeTimeProvider();
        var intensity = new RestartIntensity(Window, time) { Most = 1 };
        intensity.Tolerates().ShouldBeTrue();

        time.Advance(Window);
        intensity.Tolerates().ShouldBeFalse();
        time.Advance(Window + TimeSpan.FromTicks(1));

        intensity.Tolerates().ShouldBeTrue();
        intensity.Count.ShouldBe(1);
    }
}
