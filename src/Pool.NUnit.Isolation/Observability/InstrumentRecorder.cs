using System.Diagnostics.Metrics;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>Sums up the measurements of one instrument of one test. Thread-safe.</summary>
/// <param name="instrument">The instrument.</param>
/// <param name="tryTakeSeries">Whether there is room for one more series.</param>
internal sealed class InstrumentRecorder(Instrument instrument, Func<bool> tryTakeSeries)
{
    // The name that OpenTelemetry gives to what no longer fits.
    private static readonly KeyValuePair<string, object?>[] Overflow = [KeyValuePair.Create<string, object?>("otel.metric.overflow", true)];

    private readonly Lock _lock = new();
    private readonly Dictionary<int, MeasurementSeries> _byHash = [];
    private readonly List<MeasurementSeries> _series = [];
    private MeasurementSeries? _overflow;

    public Instrument Instrument => instrument;

    public MeasurementKind Kind { get; } = KindOf(instrument);

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        int hash = TagKeys.HashOf(tags);
        lock (_lock)
        {
            (Find(hash, tags) ?? Add(hash, tags)).Add(value);
        }
    }

    public CapturedMeasurement[] Read()
    {
        lock (_lock)
        {
            return [.. _series.Select(s => s.Read(this))];
        }
    }

    private static MeasurementKind KindOf(Instrument instrument)
    {
        if (instrument.IsObservable)
        {
            return MeasurementKind.Observable;
        }

        Type type = instrument.GetType();
        Type? definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return definition == typeof(Counter<>) ? MeasurementKind.Counter
            : definition == typeof(UpDownCounter<>) ? MeasurementKind.UpDownCounter
            : definition == typeof(Histogram<>) ? MeasurementKind.Histogram
            : MeasurementKind.Gauge;
    }

    private MeasurementSeries? Find(int hash, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        MeasurementSeries? series = _byHash.GetValueOrDefault(hash);
        while (series is not null && !TagKeys.AreSame(series.Tags.AsSpan(), tags))
        {
            series = series.Next;
        }

        return series;
    }

    private MeasurementSeries Add(int hash, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_overflow is not null || !tryTakeSeries())
        {
            return _overflow ??= Added(new MeasurementSeries(Overflow));
        }

        return _byHash[hash] = Added(new MeasurementSeries(tags.ToArray()) { Next = _byHash.GetValueOrDefault(hash) });
    }

    private MeasurementSeries Added(MeasurementSeries series)
    {
        _series.Add(series);
        return series;
    }
}
