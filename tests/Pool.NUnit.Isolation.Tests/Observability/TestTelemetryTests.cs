using Microsoft.Extensions.Logging;
using Pool.NUnit.Isolation.Observability;

namespace Pool.NUnit.Isolation.Tests.Observability;

internal sealed class TestTelemetryTests
{
    [Test]
    public async Task Entry_that_is_there_already_is_found()
    {
        TestTelemetry telemetry = TelemetryOfTest.Create();
        Write(telemetry, "early");

        (await telemetry.WaitForLogAsync(static l => l.Message == "early")).Sequence.ShouldBe(1);
    }

    [Test]
    public async Task Entry_that_comes_later_ends_the_wait_of_all_who_wait_for_it()
    {
        TestTelemetry telemetry = TelemetryOfTest.Create();
        Task<CapturedLog> one = telemetry.WaitForLogAsync(static l => l.Message == "late");
        Task<CapturedLog> other = telemetry.WaitForLogAsync(static l => l.Message == "late");
        Write(telemetry, "something else");
        one.IsCompleted.ShouldBeFalse();

        Write(telemetry, "late");

        (await one).ShouldBeSameAs(await other);
    }

    [Test]
    public async Task Entry_is_found_even_if_a_flood_pushes_it_out_at_once()
    {
        TestTelemetry telemetry = TelemetryOfTest.Create(new CaptureOptions { MaxLogEntries = 1 });
        Task<CapturedLog> waiting = telemetry.WaitForLogAsync(static l => l.Message == "50");

        await Parallel.ForAsync(0, 100, (i, _) =>
        {
            Write(telemetry, $"{i}");
            return ValueTask.CompletedTask;
        });

        (await waiting).Message.ShouldBe("50");
        telemetry.Logs.Count.ShouldBe(1);
        telemetry.LogsDropped.ShouldBe(99);
    }

    [Test]
    public async Task Wait_in_vain_shows_the_last_entries()
    {
        TestTelemetry telemetry = TelemetryOfTest.Create();
        Write(telemetry, "the only one");

        TimeoutException error = await Should.ThrowAsync<TimeoutException>(
            () => telemetry.WaitForLogAsync(static _ => false, TimeSpan.FromMilliseconds(1)));

        error.Message.ShouldContain("within 1 ms; 1 entries");
        error.Message.ShouldContain("[Warning] category test_id=t1: the only one");
    }

    [Test]
    public async Task Predicate_that_throws_fails_the_wait_and_not_whoever_logs()
    {
        TestTelemetry telemetry = TelemetryOfTest.Create();
        Task<CapturedLog> waiting = telemetry.WaitForLogAsync(static _ => throw new FormatException("mine"));

        Should.NotThrow(() => Write(telemetry, "x"));

        (await Should.ThrowAsync<FormatException>(waiting)).Message.ShouldBe("mine");
    }

    [Test]
    public async Task Wait_can_be_cancelled()
    {
        using CancellationTokenSource stop = new();
        Task<CapturedLog> waiting = TelemetryOfTest.Create().WaitForLogAsync(static _ => false, cancellationToken: stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
    }

    [Test]
    public async Task Pool_is_watched_once_and_its_last_events_are_kept()
    {
        TestTelemetry telemetry = TelemetryOfTest.Create(new CaptureOptions { MaxPoolEvents = 3 });
        await using ScriptedPool scripted = await ScriptedPool.StartAsync(size: 1);
        telemetry.Watch(scripted.Pool);
        telemetry.Watch(scripted.Pool);

        await scripted.Pool.ExecuteAnonymousAsync("ping");

        telemetry.PoolEvents.Count.ShouldBe(3);
        telemetry.PoolEvents.ShouldAllBe(e => e.PoolName == scripted.Pool.Name);
        telemetry.PoolEvents.Select(static e => e.Event.Sequence).ShouldBeInOrder();
    }

    internal static void Write(TestTelemetry telemetry, string message) => telemetry.LogCapture.Add(new CapturedLog
    {
        TestId = telemetry.TestId,
        At = default,
        Level = LogLevel.Warning,
        Category = "category",
        EventId = default,
        Message = message,
        Properties = [],
        Scopes = [],
    });
}
