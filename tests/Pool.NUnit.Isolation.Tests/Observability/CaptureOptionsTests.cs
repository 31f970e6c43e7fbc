using Microsoft.Extensions.Logging;
using Pool.NUnit.Isolation.Observability;

namespace Pool.NUnit.Isolation.Tests.Observability;

internal sealed class CaptureOptionsTests
{
    private static IEnumerable<TestCaseData> OutOfRange()
    {
        CaptureOptions good = new();
        yield return new TestCaseData(good with { MinimumLevel = (LogLevel)99 }, "MinimumLevel is 99");
        yield return new TestCaseData(good with { MaxLogEntries = 0 }, "MaxLogEntries is 0; it must be 1 to 1,000,000");
        yield return new TestCaseData(good with { MaxLogBytes = 1023 }, "MaxLogBytes is 1023");
        yield return new TestCaseData(good with { MaxSeries = 0 }, "MaxSeries is 0");
        yield return new TestCaseData(good with { ActivitySources = [" "] }, "ActivitySources");
        yield return new TestCaseData(good with { ActivitySources = null! }, "ActivitySources is null");
        yield return new TestCaseData(good with { MaxActivities = 0 }, "MaxActivities is 0");
        yield return new TestCaseData(good with { MaxPoolEvents = -1 }, "MaxPoolEvents is -1");
        yield return new TestCaseData(good with { MaxFileBytes = 0 }, "MaxFileBytes is 0");
        yield return new TestCaseData(good with { MaxFailures = -1 }, "MaxFailures is -1");
    }

    [TestCaseSource(nameof(OutOfRange))]
    public void Value_out_of_range_is_refused_with_its_range(CaptureOptions options, string message) =>
        Should.Throw<InvalidOperationException>(options.Validated).Message.ShouldContain(message);

    [Test]
    public void Defaults_are_in_range() => new CaptureOptions().Validated().ShouldBe(new CaptureOptions());

    [Test]
    public void Load_is_not_slowed_down_by_what_costs_each_call_something()
    {
        CaptureOptions options = new() { MaxLogEntries = 7 };
        options.For(isLoad: false).ShouldBe(options);
        options.For(isLoad: true).ShouldBe(options with { Metrics = false, Traces = false, MaxPoolEvents = 0 });
        (options with { UnderLoad = true }).For(isLoad: true).ShouldBe(options with { UnderLoad = true });
    }
}
