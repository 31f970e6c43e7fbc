namespace Pool.NUnit.Isolation.Observability;

/// <summary>What an instrument measured under one set of tags. Guarded by its recorder.</summary>
internal sealed class MeasurementSeries(KeyValuePair<string, object?>[] tags)
{
    private long _count;
    private double _sum;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;
    private double _last;

    public KeyValuePair<string, object?>[] Tags => tags;

    /// <summary>Another one whose tags have the same hash.</summary>
    public MeasurementSeries? Next { get; init; }

    public void Add(double value)
    {
        _count++;
        _sum += value;
        _min = Math.Min(_min, value);
        _max = Math.Max(_max, value);
        _last = value;
    }

    public CapturedMeasurement Read(InstrumentRecorder recorder)
    {
        // One by one, since nothing keeps a key from being there twice.
        Dictionary<string, object?> named = new(StringComparer.Ordinal);
        foreach ((string key, object? value) in tags)
        {
            named[key] = StableValue.Of(value);
        }

        return new CapturedMeasurement
        {
            Meter = recorder.Instrument.Meter.Name,
            Instrument = recorder.Instrument.Name,
            Kind = recorder.Kind,
            Unit = recorder.Instrument.Unit,
            Tags = named,
            Count = _count,
            Sum = _sum,
            Min = _min,
            Max = _max,
            Last = _last,
        };
    }
}
