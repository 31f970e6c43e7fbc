using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pool.NUnit.Isolation.Observability;

namespace Pool.NUnit.Isolation.Specimens;

/// <summary>A fixture that chooses for itself what is kept.</summary>
internal sealed partial class ObservabilityOptionsSpecimens : IConfigureTestServices
{
    private const string SourceName = "Specimens.Orders";

    public void ConfigureServices(IServiceCollection services, TestEnvironment environment)
    {
        services.AddSingleton(new CaptureOptions { MinimumLevel = LogLevel.Warning, ActivitySources = [SourceName], MaxFailures = 0 });
        services.AddLogging(static logging => logging.AddFilter("Quiet", LogLevel.Error));
    }

    [IsolatedTest]
    public void Keeps_what_its_options_and_filters_say(TestTelemetry telemetry, ILoggerFactory loggers)
    {
        ILogger orders = loggers.CreateLogger("Orders");
        orders.IsEnabled(LogLevel.Information).ShouldBeFalse();
        Warn(orders, 1);
        Warn(loggers.CreateLogger("Quiet.Corner"), 2);
        telemetry.Logs.ShouldHaveSingleItem()["order"].ShouldBe(1);
    }

    [IsolatedTest]
    public async Task Keeps_spans_of_its_own_source([Values(1, 2, 3, 4)] int number)
    {
        TestTelemetry telemetry = TestEnvironment.Current!.Telemetry;
        using ActivitySource source = new(SourceName);
        for (int i = 0; i < number * 10; i++)
        {
            using Activity? span = source.StartActivity("order");
            span.ShouldNotBeNull().SetTag("number", number);
            await Task.Yield();
        }

        telemetry.Activities.Count.ShouldBe(number * 10);
        telemetry.Activities.ShouldAllBe(a => number.Equals(a.Tags["number"]));
        using ActivitySource other = new("Specimens.Others");
        other.StartActivity("unknown").ShouldBeNull();
    }

    [Performance(Clients = 1, DurationMs = 20, Warmup = 0)]
    public void Keeps_no_call_of_a_load(TestTelemetry telemetry) => telemetry.Options.Traces.ShouldBeFalse();

    [IsolatedTest]
    public void Fails_and_may_write_nothing(ILoggerFactory loggers)
    {
        Warn(loggers.CreateLogger("Orders"), 3);
        Assert.Fail("own message of a test that may write nothing");
    }

    [LoggerMessage(9, LogLevel.Warning, "Order {order} is late")]
    private static partial void Warn(ILogger logger, int order);
}
