using System.Diagnostics.Metrics;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>
/// Hands measurements to the test whose factory made the meter. One listener for all tests of the process, since every listener
/// is asked about every instrument of the process. Thread-safe.
/// </summary>
internal sealed class MeterRouter
{
    private readonly Lazy<MeterListener> _listener;

    public MeterRouter() => _listener = new Lazy<MeterListener>(() => MeasurementListener.Start(RecorderOf));

    /// <summary>Listens from now on, if it does not already.</summary>
    public void Listen() => _ = _listener.Value;

    private InstrumentRecorder? RecorderOf(Instrument instrument) =>
        instrument.Meter.Scope is TestMeterFactory factory && factory.Telemetry.MeterRouter == this
            ? factory.Telemetry.MetricsCapture.RecorderOf(instrument)
            : null;
}
