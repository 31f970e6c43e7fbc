using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Pool.Runtime.Tests.Telemetry;

/// <summary>
/// A meter factory that hears its own meters and no others, so that tests side by side do not hear each other's.
/// </summary>
internal sealed class MeterLog : IMeterFactory
{
    private readonly ConcurrentBag<Meter> _meters = [];
    private readonly ConcurrentQueue<Measured> _measured = new();
    private readonly ConcurrentQueue<Measured> _recorded = new();
    private readonly MeterListener _listener = new();

    /// <param name="isListening">Without it the meters have no listener.</param>
    public MeterLog(bool isListening = true)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!ReferenceEquals(instrument.Meter.Scope, this))
                return;
            Instruments.Enqueue(instrument);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        if (isListening)
            _listener.Start();
    }

    public ConcurrentQueue<Instrument> Instruments { get; } = new();

    /// <summary>Told of each measurement as it is made, on the thread that makes it.</summary>
    public Action<string>? OnRecorded { get; set; }

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    /// <summary>All that was recorded so far, and what the pools show now.</summary>
    public IReadOnlyList<Measured> Collect()
    {
        _measured.Clear();
        _listener.RecordObservableInstruments();
        return [.. _recorded, .. _measured];
    }

    /// <summary>Sum of what an instrument measured under all of these tags.</summary>
    public double Sum(string instrument, params (string Tag, string Value)[] tags) =>
        Collect().Where(each => each.Instrument == instrument && tags.All(tag => each.Tags.GetValueOrDefault(tag.Tag) == tag.Value)).Sum(each => each.Value);

    public int Count(string instrument, params (string Tag, string Value)[] tags) =>
        Collect().Count(each => each.Instrument == instrument && tags.All(tag => each.Tags.GetValueOrDefault(tag.Tag) == tag.Value));

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var meter in _meters)
            meter.Dispose();
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var measured = new Measured(instrument.Name, value, tags.ToArray().ToDictionary(tag => tag.Key, tag => (string)tag.Value!, StringComparer.Ordinal));
        (instrument.IsObservable ? _measured : _recorded).Enqueue(measured);
        OnRecorded?.Invoke(instrument.Name);
    }

    internal sealed record Measured(string Instrument, double Value, IReadOnlyDictionary<string, string> Tags);
}
