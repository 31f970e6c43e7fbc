using System.Diagnostics;
using Pool.Runtime;

namespace Pool.SystemTests.Workers;

/// <summary>A trace crosses into the worker's process and back: what the worker reports lies inside the call, by the times of both.</summary>
[TestFixture(WorkerProgram.Python)]
[TestFixture(WorkerProgram.DotNet)]
internal sealed class WorkerTraceTests(WorkerProgram program)
{
    // Two processes read the clock of one machine, and .NET counts on from its last look at it.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(20);

    [Test]
    public async Task Given_a_listener_when_a_command_runs_then_its_span_in_the_worker_lies_inside_the_calls_span()
    {
        var name = $"trace-{program}";
        var ended = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Pool.Runtime" && (source.Tags?.Contains(KeyValuePair.Create<string, object?>("pool.name", name)) ?? false),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var pool = await SessionPool.StartAsync(
            new PoolOptions { Name = name, Size = 1, StartTimeout = TimeSpan.FromSeconds(60) }, program.Adapter());

        await pool.ExecuteAnonymousAsync("sleep", new { seconds = 0.1 });

        var call = ended.Single(span => span.Kind == ActivityKind.Client);
        var inWorker = ended.Single(span => span.Kind == ActivityKind.Server);
        (inWorker.TraceId, inWorker.ParentSpanId).ShouldBe((call.TraceId, call.SpanId));
        inWorker.OperationName.ShouldBe("sleep");
        inWorker.Duration.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(100) - Tolerance);
        inWorker.StartTimeUtc.ShouldBeGreaterThanOrEqualTo(call.StartTimeUtc - Tolerance);
        (inWorker.StartTimeUtc + inWorker.Duration).ShouldBeLessThanOrEqualTo(call.StartTimeUtc + call.Duration + Tolerance);
    }
}
