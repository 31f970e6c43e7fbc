using Pool.Reporting.Measurement;
using Pool.Reporting.Records;
using Pool.Reporting.Reports.Html;

namespace Pool.Reporting.Tests.Reports.Html;

internal sealed class LatencyCurveTests
{
    [Test]
    public void The_curve_rises_from_minimum_to_maximum()
    {
        var curve = LatencyCurve.Of(Some.Load().Operations[0])!;

        curve.Points.Select(point => point.Nanoseconds).ShouldBe(curve.Points.Select(point => point.Nanoseconds).Order());
        curve.Highest.ShouldBe(Some.Load().Operations[0].MaxMs!.Value * 1e6, 1);
        curve.End.ShouldBe(Math.Log10(2_000), 1e-9);
    }

    [Test]
    public void The_tail_of_fewer_than_ten_samples_is_unsupported() =>
        LatencyCurve.Of(Some.Load().Operations[0])!.SupportedTo.ShouldBe(Math.Log10(200), 1e-9);

    [Test]
    public void A_single_sample_is_a_flat_curve()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(500);
        var operation = new OperationRecord { Name = "one", Count = 1, Throughput = 1, Buckets = histogram.ToSnapshot() };

        LatencyCurve.Of(operation)!.Points.ShouldAllBe(point => point.Nanoseconds == 500);
    }

    [Test]
    public void Without_buckets_there_is_no_curve() => LatencyCurve.Of(Some.Load().Total).ShouldBeNull();
}
