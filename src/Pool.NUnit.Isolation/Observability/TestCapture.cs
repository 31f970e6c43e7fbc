using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pool.NUnit.Isolation.Hosting;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>The container's own providers of logs and metrics.</summary>
internal static class TestCapture
{
    public static void AddTo(IServiceCollection services, TestEnvironment environment, IsolationRun run)
    {
        services.AddSingleton(run.Capture);
        services.AddSingleton(p => environment.Observed = new TestTelemetry(
            environment.TestId, p.GetRequiredService<CaptureOptions>().For(environment.IsLoad), run.Clock, run.Meters, run.Activities));
        // Instances, which the container leaves alone: they have nothing to give back before the test is over.
        services.AddSingleton<IMeterFactory>(new TestMeterFactory(() => environment.Telemetry));
        services.AddLogging(logging => logging.AddProvider(new TestLoggerProvider(() => environment.Telemetry)));
        services.AddSingleton<IConfigureOptions<LoggerFilterOptions>, CaptureLevel>();
    }
}
