using System.Diagnostics;
using Pool.NUnit.Isolation.Observability;

namespace Pool.NUnit.Isolation.Tests.Observability;

internal sealed class ActivityRouterTests
{
    [Test]
    public void Span_of_no_test_is_not_even_made()
    {
        using ActivitySource source = new("router-tests-none");
        ActivityRouter router = new();
        router.Listen(source.Name);

        using Activity? span = source.StartActivity("nobody's");

        span.ShouldBeNull();
    }

    [Test]
    public void Spans_below_one_that_is_known_are_of_the_same_test_also_without_its_flow_of_execution()
    {
        using ActivitySource source = new("router-tests-below");
        ActivityRouter router = new();
        ActivityCapture owner = new(new CaptureOptions { ActivitySources = [source.Name] });
        router.Listen(source.Name);
        using ActivityListener somebody = Everything(source);
        using Activity above = source.StartActivity("above")!;
        router.Adopt(above, owner);

        using (Activity below = source.StartActivity(ActivityKind.Server, above.Context, name: "below")!)
        {
            below.SetTag("tag", 7);
            below.AddEvent(new ActivityEvent("happened"));
            below.SetStatus(ActivityStatusCode.Error, "why");
            owner.ReadOpen().Select(static a => a.Name).ShouldBe(["above", "below"], ignoreOrder: true);
        }

        CapturedActivity ended = owner.ReadEnded().ShouldHaveSingleItem();
        (ended.Name, ended.Kind, ended.ParentSpanId, ended.Status, ended.StatusDescription).ShouldBe(
            ("below", ActivityKind.Server, above.SpanId.ToHexString(), ActivityStatusCode.Error, "why"));
        ended.TraceId.ShouldBe(above.TraceId.ToHexString());
        ended.Tags["tag"].ShouldBe(7);
        ended.Events.ShouldBe(["happened"]);
        ended.Duration.ShouldNotBeNull();
        ended.ToString().ShouldContain("router-tests-below below [Server]");
    }

    [Test]
    public void Test_that_has_ended_takes_no_more_and_is_forgotten()
    {
        using ActivitySource source = new("router-tests-ended");
        ActivityRouter router = new();
        ActivityCapture owner = new(new CaptureOptions { ActivitySources = [source.Name] });
        router.Listen(source.Name);
        using ActivityListener somebody = Everything(source);
        using Activity above = source.StartActivity("above")!;
        router.Adopt(above, owner);

        router.Close(owner);

        source.StartActivity("below")!.Dispose();
        above.Stop();
        owner.ReadEnded().ShouldBeEmpty();
        owner.ReadOpen().ShouldBeEmpty();
        router.Open.ShouldBe(0);
    }

    [Test]
    public void Newest_spans_are_kept()
    {
        using ActivitySource source = new("router-tests-newest");
        ActivityRouter router = new();
        ActivityCapture owner = new(new CaptureOptions { ActivitySources = [source.Name], MaxActivities = 3 });
        router.Listen(source.Name);
        using ActivityListener somebody = Everything(source);
        using Activity above = source.StartActivity("above")!;
        router.Adopt(above, owner);
        for (int i = 0; i < 10; i++)
        {
            source.StartActivity($"{i}")!.Dispose();
        }

        owner.ReadEnded().Select(static a => a.Name).ShouldBe(["7", "8", "9"]);
        owner.Dropped.ShouldBe(7);
    }

    private static ActivityListener Everything(ActivitySource source)
    {
        ActivityListener listener = new()
        {
            ShouldListenTo = candidate => candidate == source,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
