using Pool.Runtime.Protocol;

namespace Pool.Worker.Tests.Processes;

[TestFixture(WorkerLanguage.Python)]
[TestFixture(WorkerLanguage.DotNet)]
internal sealed class SpanTests(WorkerLanguage language)
{
    private const string TraceParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    [Test]
    public async Task Answer_to_a_traced_request_says_when_it_ran()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        long before = Microseconds();
        await worker.RequestAsync("sleep", new { seconds = 0.02 }, traceParent: TraceParent);

        WorkerSpan span = (await worker.ReceiveAsync<WorkerResult>()).Span.ShouldNotBeNull();

        long after = Microseconds();
        span.Name.ShouldBe("sleep");
        span.DurationUs.ShouldBeInRange(19_000, after - before);

        // The two processes read the same clock, which may be corrected meanwhile.
        span.StartUs.ShouldBeInRange(before - 2000, after + 2000);
    }

    [TestCase("fail")]
    [TestCase("no_such_command")]
    public async Task Failure_of_a_traced_request_has_a_span_too(string command)
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        await worker.RequestAsync(command, traceParent: TraceParent);

        WorkerSpan span = (await worker.ReceiveAsync<WorkerError>()).Span.ShouldNotBeNull();

        span.Name.ShouldBe(command);
        span.DurationUs.ShouldBeLessThan(20_000_000);
    }

    [Test]
    public async Task Request_without_a_trace_has_no_span()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);

        (await worker.ResultOfAsync("ping")).Span.ShouldBeNull();
        await worker.RequestAsync("fail");
        (await worker.ReceiveAsync<WorkerError>()).Span.ShouldBeNull();
    }

    private static long Microseconds() =>
        (TimeProvider.System.GetUtcNow().Ticks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
