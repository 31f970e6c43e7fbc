using System.Diagnostics.Metrics;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>A meter of one test. It is its factory's, so that whoever uses it ends it in vain, as with any other factory.</summary>
internal sealed class TestMeter(MeterOptions options) : Meter(options)
{
    public void End() => base.Dispose(disposing: true);

#pragma warning disable CA2215 // Not before its factory ends it: another part of the test may have been given the same meter.
    protected override void Dispose(bool disposing)
    {
    }
#pragma warning restore CA2215
}
