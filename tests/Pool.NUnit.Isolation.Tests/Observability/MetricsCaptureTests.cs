using System.Diagnostics.Metrics;
using Pool.NUnit.Isolation.Observability;

namespace Pool.NUnit.Isolation.Tests.Observability;

internal sealed class MetricsCaptureTests
{
    [Test]
    public void Each_kind_of_instrument_and_number_is_summed_up_by_its_tags_in_any_order()
    {
        using Measured measured = new();
        Counter<byte> counter = measured.Meter.CreateCounter<byte>("counter", "{order}");
        counter.Add(1, new("a", 1), new("b", "x"));
        counter.Add(2, new("b", "x"), new("a", 1));
        counter.Add(4, new("a", 2), new("b", "x"));
        Histogram<double> histogram = measured.Meter.CreateHistogram<double>("histogram", "s");
        Array.ForEach([3, 1, 2], value => histogram.Record(value));
        measured.Meter.CreateUpDownCounter<decimal>("both").Add(-2);
        Gauge<short> gauge = measured.Meter.CreateGauge<short>("gauge");
        Array.ForEach<short>([9, 4], value => gauge.Record(value));

        measured.Of("counter").Select(static m => (m.Value, m.Count, m.Unit)).ShouldBe([(3, 2, "{order}"), (4, 1, "{order}")]);
        CapturedMeasurement times = measured.Of("histogram").ShouldHaveSingleItem();
        (times.Kind, times.Count, times.Sum, times.Min, times.Max, times.Last).ShouldBe((MeasurementKind.Histogram, 3, 6, 1, 3, 2));
        (measured.Of("both")[0].Kind, measured.Of("both")[0].Value).ShouldBe((MeasurementKind.UpDownCounter, -2));
        (measured.Of("gauge")[0].Kind, measured.Of("gauge")[0].Value).ShouldBe((MeasurementKind.Gauge, 4));
    }

    [Test]
    public void Observable_instrument_is_read_when_asked_and_only_by_its_own_test()
    {
        using Measured measured = new();
        using Measured other = new();
        int asked = 0;
        measured.Meter.CreateObservableCounter("reads", () => ++asked);
        other.Meter.CreateObservableCounter<int>("reads", static () => Refuse());

        measured.Of("reads").ShouldHaveSingleItem().Value.ShouldBe(1);
        measured.Of("reads").ShouldHaveSingleItem().Value.ShouldBe(2);
        Should.Throw<AggregateException>(() => other.Of("reads"));
    }

    [Test]
    public void Series_beyond_the_limit_share_one_and_memory_stays_bounded()
    {
        using Measured measured = new(new CaptureOptions { MaxSeries = 10 });
        Counter<int> counter = measured.Meter.CreateCounter<int>("many");
        for (int i = 0; i < 1000; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("session", i));
        }

        IReadOnlyList<CapturedMeasurement> series = measured.Of("many");
        series.Count.ShouldBe(11);
        series.Sum(static s => s.Value).ShouldBe(1000);
        series[^1].Tags["otel.metric.overflow"].ShouldBe(true);
        series[^1].Count.ShouldBe(990);
    }

    [Test]
    public void Nothing_is_recorded_when_metrics_are_off_but_can_be_read()
    {
        using Measured measured = new(new CaptureOptions { Metrics = false });
        Counter<int> counter = measured.Meter.CreateCounter<int>("counter");
        measured.Meter.CreateObservableGauge("level", static () => 5);
        counter.Add(1);

        counter.Enabled.ShouldBeFalse();
        measured.Of("counter").ShouldBeEmpty();
        measured.Of("level").ShouldHaveSingleItem().Value.ShouldBe(5);
    }

    [Test]
    public void Same_meter_is_given_to_all_who_ask_and_ends_with_the_test()
    {
        Measured measured = new();
        Meter meter = measured.Factory.Create(new MeterOptions("same") { Version = "1", Tags = [new("a", 1)] });
        measured.Factory.Create(new MeterOptions("same") { Version = "1", Tags = [new("a", 1)] }).ShouldBeSameAs(meter);
        measured.Factory.Create(new MeterOptions("same") { Version = "1", Tags = [new("a", 2)] }).ShouldNotBeSameAs(meter);
        Counter<int> counter = meter.CreateCounter<int>("counter");
        meter.Dispose();
        counter.Enabled.ShouldBeTrue();

        measured.Dispose();

        counter.Enabled.ShouldBeFalse();
        Should.Throw<ObjectDisposedException>(() => measured.Factory.Create(new MeterOptions("late")));
    }

    [Test]
    public void Scope_of_somebody_else_is_refused()
    {
        using Measured measured = new();
        Should.Throw<InvalidOperationException>(() => measured.Factory.Create(new MeterOptions("m") { Scope = "mine" }))
            .Message.ShouldContain("The scope of meter \"m\" is a String");
    }

    private static int Refuse() => throw new InvalidOperationException("of another test");

    private sealed class Measured : IDisposable
    {
        private readonly TestTelemetry _telemetry;

        public Measured(CaptureOptions? options = null)
        {
            _telemetry = TelemetryOfTest.Create(options);
            Factory = new TestMeterFactory(() => _telemetry);
            Meter = Factory.Create(new MeterOptions("meter"));
        }

        public TestMeterFactory Factory { get; }

        public Meter Meter { get; }

        public IReadOnlyList<CapturedMeasurement> Of(string instrument) => [.. _telemetry.Measurements.Where(m => m.Instrument == instrument)];

        public void Dispose() => _telemetry.End();
    }
}
