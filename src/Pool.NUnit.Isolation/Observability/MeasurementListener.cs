using System.Diagnostics.Metrics;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>A listener that hands every measurement to the recorder of its instrument, whatever the type of its numbers.</summary>
internal static class MeasurementListener
{
    /// <summary>Starts listening.</summary>
    /// <param name="recorderOf">The recorder of an instrument; null for one that is of no interest. Called once for each.</param>
    public static MeterListener Start(Func<Instrument, InstrumentRecorder?> recorderOf)
    {
        MeterListener listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (recorderOf(instrument) is { } recorder)
                {
                    self.EnableMeasurementEvents(instrument, recorder);
                }
            },
        };
        listener.SetMeasurementEventCallback<byte>(static (_, value, tags, state) => Record(value, tags, state));
        listener.SetMeasurementEventCallback<short>(static (_, value, tags, state) => Record(value, tags, state));
        listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => Record(value, tags, state));
        listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => Record(value, tags, state));
        listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => Record(value, tags, state));
        listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => Record(value, tags, state));
        listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, state) => Record((double)value, tags, state));
        listener.Start();
        return listener;
    }

    private static void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
        ((InstrumentRecorder)state!).Record(value, tags);
}
