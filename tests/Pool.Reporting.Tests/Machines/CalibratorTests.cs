using Microsoft.Extensions.Time.Testing;
using Pool.Reporting.Machines;

namespace Pool.Reporting.Tests.Machines;

internal sealed class CalibratorTests
{
    [Test]
    public void The_median_unit_counts_and_interrupted_ones_do_not()
    {
        var time = new FakeTimeProvider();
        var calls = 0;
        var calibrator = new Calibrator(time, state =>
        {
            // Two in five units are interrupted for a long time.
            time.Advance(TimeSpan.FromMicroseconds(calls++ % 5 < 2 ? 9_000 : 200));
            return state;
        });

        var sample = calibrator.Measure();

        sample.UnitNanoseconds.ShouldBe(200_000, 1);
        sample.Spread.ShouldBe(0, 1e-9);
    }

    [Test]
    public void A_restless_machine_has_a_large_spread()
    {
        var time = new FakeTimeProvider();
        var calls = 0;
        var calibrator = new Calibrator(time, state =>
        {
            time.Advance(TimeSpan.FromMicroseconds(100 + (calls++ % 50 * 10)));
            return state;
        });

        calibrator.Measure().Spread.ShouldBeGreaterThan(0.3);
    }

    [Test]
    public void The_unit_always_does_the_same_work()
    {
        CalibrationUnit.Run(1).ShouldBe(CalibrationUnit.Run(1));
        CalibrationUnit.Run(1).ShouldNotBe(CalibrationUnit.Run(2));
        // Computed by another program; a stored calibration is only comparable with units of this very work.
        CalibrationUnit.Run(0x9E3779B97F4A7C15UL).ShouldBe(0xE69CD07A6F2D17BEUL);
    }

    [Test]
    public void A_real_measurement_is_positive() =>
        new Calibrator(TimeProvider.System).Measure().UnitNanoseconds.ShouldBeGreaterThan(1_000);

    [Test]
    public void Between_two_samples_lies_their_geometric_mean_and_drift_is_symmetric()
    {
        var rising = Calibration.Between(new CalibrationSample(100, 0), new CalibrationSample(400, 0));
        var falling = Calibration.Between(new CalibrationSample(400, 0), new CalibrationSample(100, 0));

        rising.UnitNs.ShouldBe(200, 1e-9);
        rising.Drift.ShouldBe(3, 1e-9);
        falling.Drift.ShouldBe(rising.Drift);
    }
}
