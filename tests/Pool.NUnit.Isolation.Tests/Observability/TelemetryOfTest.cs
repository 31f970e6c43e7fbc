using Pool.NUnit.Isolation.Observability;

namespace Pool.NUnit.Isolation.Tests.Observability;

/// <summary>The telemetry of a test that is none, with routers of its own.</summary>
internal static class TelemetryOfTest
{
    public static TestTelemetry Create(CaptureOptions? options = null, ActivityRouter? activities = null) =>
        new("t1", options ?? new CaptureOptions(), TimeProvider.System, new MeterRouter(), activities ?? new ActivityRouter());
}
