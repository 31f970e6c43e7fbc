using Pool.Reporting.Reports.Html;

namespace Pool.Reporting.Tests.Reports.Html;

internal sealed class LatencyAxisTests
{
    [TestCase(1.0, 1.0)]
    [TestCase(50.0, 60.0)]
    [TestCase(100.0, 100.0)]
    [TestCase(1e6, 9e6)]
    [TestCase(999.0, 1001.0)]
    [TestCase(1.0, 4e12)]
    public void The_axis_encloses_its_values_with_a_handful_of_rising_ticks(double lowest, double highest)
    {
        var axis = new LatencyAxis(lowest, highest);

        axis.Ticks.Count.ShouldBeInRange(2, 14);
        axis.Ticks.ShouldBe(axis.Ticks.Order());
        axis.Place(lowest).ShouldBeInRange(-1e-9, 1 + 1e-9);
        axis.Place(highest).ShouldBeInRange(axis.Place(lowest), 1 + 1e-9);
    }

    [Test]
    public void A_decade_takes_the_same_room_everywhere()
    {
        var axis = new LatencyAxis(1e3, 1e7);

        (axis.Place(1e5) - axis.Place(1e4)).ShouldBe(axis.Place(1e7) - axis.Place(1e6), 1e-9);
    }
}
