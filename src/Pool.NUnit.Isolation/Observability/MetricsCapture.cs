using System.Diagnostics.Metrics;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>The measurements of one test. Thread-safe.</summary>
internal sealed class MetricsCapture(CaptureOptions options)
{
    private readonly Lock _lock = new();
    private readonly List<InstrumentRecorder> _recorders = [];
    private int _series;

    /// <summary>Keeps what the instrument measures as it happens; null for one that is only read when asked, or not wanted.</summary>
    public InstrumentRecorder? RecorderOf(Instrument instrument)
    {
        if (instrument.IsObservable || !options.Metrics)
        {
            return null;
        }

        InstrumentRecorder recorder = new(instrument, TryTakeSeries);
        lock (_lock)
        {
            _recorders.Add(recorder);
        }

        return recorder;
    }

    /// <summary>What was recorded, and what the observable instruments of the test's factory say now.</summary>
    /// <exception cref="AggregateException">An observable instrument threw when it was read.</exception>
    public IReadOnlyList<CapturedMeasurement> Read(TestMeterFactory? factory)
    {
        InstrumentRecorder[] recorders;
        lock (_lock)
        {
            recorders = [.. _recorders];
        }

        return [.. recorders.SelectMany(static r => r.Read()), .. factory is null ? [] : ReadObservable(factory)];
    }

    // By a listener of its own, so that no test ever reads the instruments of another.
    private List<CapturedMeasurement> ReadObservable(TestMeterFactory factory)
    {
        List<InstrumentRecorder> recorders = [];
        int room = options.MaxSeries;
        using MeterListener listener = MeasurementListener.Start(instrument =>
        {
            if (!instrument.IsObservable || !ReferenceEquals(instrument.Meter.Scope, factory))
            {
                return null;
            }

            InstrumentRecorder recorder = new(instrument, () => room-- > 0);
            recorders.Add(recorder);
            return recorder;
        });
        listener.RecordObservableInstruments();
        return [.. recorders.SelectMany(static r => r.Read())];
    }

    private bool TryTakeSeries() => Interlocked.Increment(ref _series) <= options.MaxSeries;
}
