using System.Diagnostics;
using Pool.Runtime.Errors;
using Pool.Runtime.Telemetry;

namespace Pool.Runtime.Tests.Telemetry;

internal sealed class PoolTracingTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Test]
    public void Call_is_a_span_below_its_callers_and_current_for_nobody()
    {
        using var log = new SpanLog("below");
        using var tracing = new PoolTracing("below");
        using var caller = new Activity("caller").SetIdFormat(ActivityIdFormat.W3C).Start();

        var span = tracing.Begin("search", "s1");
        Activity.Current.ShouldBe(caller);
        PoolTracing.End(span, "w1", 2, Second, error: null);

        Activity.Current.ShouldBe(caller);
        log.Ended.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            ended => ended.OperationName.ShouldBe("pool.execute search"),
            ended => ended.Kind.ShouldBe(ActivityKind.Client),
            ended => ended.TraceId.ShouldBe(caller.TraceId),
            ended => ended.ParentSpanId.ShouldBe(caller.SpanId),
            ended => ended.Status.ShouldBe(ActivityStatusCode.Unset),
            ended => Tags(ended).ShouldBe(
                new Dictionary<string, object?>
                {
                    ["pool.name"] = "below",
                    ["pool.command"] = "search",
                    ["pool.session.id"] = "s1",
                    ["pool.worker.id"] = "w1",
                    ["pool.attempts"] = 2,
                    ["pool.queue.wait"] = 1.0,
                    ["pool.outcome"] = "success",
                },
                ignoreOrder: true));
    }

    [Test]
    public void Failed_call_says_why_and_what_was_tried_before()
    {
        using var log = new SpanLog("failed");
        using var tracing = new PoolTracing("failed");
        var error = new WorkerLostException(new PoolErrorContext("failed") { WorkerId = "w1" }, RequestFate.Sent, "its pipe closed");

        var span = tracing.Begin("search", sessionId: null);
        PoolTracing.AttemptFailed(span, 1, error);
        PoolTracing.End(span, "w2", 2, default, error);

        var ended = log.Ended.ShouldHaveSingleItem();
        ended.Status.ShouldBe(ActivityStatusCode.Error);
        ended.StatusDescription.ShouldBe(error.Message);
        Tags(ended)["error.type"].ShouldBe("worker_lost");
        Tags(ended).ShouldNotContainKey("pool.session.id");
        ended.Events.Select(happened => happened.Name).ShouldBe(["pool.attempt.failed", "exception"]);
        ended.Events.First().Tags.ToDictionary().ShouldBe(
            new Dictionary<string, object?> { ["pool.attempt"] = 1, ["error.type"] = "worker_lost", ["pool.worker.id"] = "w1" }, ignoreOrder: true);
    }

    [Test]
    public void Cancelled_call_is_no_error()
    {
        using var log = new SpanLog("cancelled");
        using var tracing = new PoolTracing("cancelled");

        PoolTracing.End(tracing.Begin("search", null), null, 1, default, new OperationCanceledException());

        var ended = log.Ended.ShouldHaveSingleItem();
        ended.Status.ShouldBe(ActivityStatusCode.Unset);
        Tags(ended)["pool.outcome"].ShouldBe("cancelled");
    }

    [Test]
    public void Span_of_the_worker_lies_below_the_calls_with_the_workers_own_times()
    {
        using var log = new SpanLog("worker");
        using var tracing = new PoolTracing("worker");
        var span = tracing.Begin("search", null)!;

        tracing.AddWorkerSpan(span, "w1", "search", startUs: 1_700_000_000_000_250, durationUs: 1_500);

        var reported = log.Ended.ShouldHaveSingleItem();
        reported.ParentSpanId.ShouldBe(span.SpanId);
        reported.TraceId.ShouldBe(span.TraceId);
        reported.Kind.ShouldBe(ActivityKind.Server);
        reported.StartTimeUtc.ShouldBe(DateTime.UnixEpoch.AddTicks(17_000_000_000_002_500));
        reported.Duration.ShouldBe(TimeSpan.FromTicks(15_000));
        Tags(reported)["pool.worker.id"].ShouldBe("w1");
        Activity.Current.ShouldBeNull();
    }

    [TestCase(-1, 0)]
    [TestCase(0, -1)]
    [TestCase(long.MaxValue, 0)]
    [TestCase(0, long.MaxValue)]
    [TestCase(200_000_000_000_000_000, 100_000_000_000_000_000)]
    public void Times_that_are_none_are_left_out(long startUs, long durationUs)
    {
        using var log = new SpanLog("untimed");
        using var tracing = new PoolTracing("untimed");

        tracing.AddWorkerSpan(tracing.Begin("search", null), "w1", "search", startUs, durationUs);

        log.Ended.ShouldBeEmpty();
    }

    [Test]
    public void Longest_name_that_a_worker_gives_is_cut()
    {
        using var log = new SpanLog("long");
        using var tracing = new PoolTracing("long");

        tracing.AddWorkerSpan(tracing.Begin("search", null), "w1", new string('x', 10_000), 0, 0);

        log.Ended.ShouldHaveSingleItem().OperationName.Length.ShouldBe(200);
    }

    [Test]
    public void Without_a_listener_there_is_no_span_and_the_callers_own_goes_to_the_worker()
    {
        using var tracing = new PoolTracing("unheard");
        PoolTracing.TraceParent(tracing.Begin("search", null)).ShouldBeNull();
        using var caller = new Activity("caller").SetIdFormat(ActivityIdFormat.W3C).Start();

        var span = tracing.Begin("search", null);

        span.ShouldBeNull();
        PoolTracing.TraceParent(span).ShouldBe(caller.Id);
    }

    [Test]
    public void Worker_is_told_of_the_calls_span()
    {
        using var log = new SpanLog("told");
        using var tracing = new PoolTracing("told");

        var span = tracing.Begin("search", null)!;

        PoolTracing.TraceParent(span).ShouldBe($"00-{span.TraceId}-{span.SpanId}-01");
    }

    [Test]
    public void Call_that_the_sampler_leaves_out_has_no_span()
    {
        using var log = new SpanLog("unsampled", ActivitySamplingResult.None);
        using var tracing = new PoolTracing("unsampled");

        tracing.Begin("search", null).ShouldBeNull();
    }

    private static Dictionary<string, object?> Tags(Activity span) => span.TagObjects.ToDictionary();
}
