using Microsoft.Extensions.Logging.Abstractions;
using Pool.Runtime.Adapters;
using Pool.Runtime.Protocol;
using Pool.Runtime.Tests.Protocol;

namespace Pool.Runtime.Tests.Adapters;

[TestFixture(Transport.InMemory)]
[TestFixture(Transport.Framed)]
internal sealed class InProcessChannelTests(Transport transport)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Test]
    [CancelAfter(20_000)]
    public async Task Hello_names_only_what_the_worker_can_do()
    {
        await using WorkerChannel able = await StartUngreetedAsync(new PieceWorker());
        await using WorkerChannel plain = await StartUngreetedAsync(new PieceWorker(givesSnapshots: false));
        await able.SendAsync(new HostHello(1, 1, "w", 1 << 20), None);
        await plain.SendAsync(new HostHello(1, 1, "w", 1 << 20), None);

        (await ReceiveAsync<WorkerHello>(able)).Features.ShouldBe(["cancel", "snapshot"]);
        (await ReceiveAsync<WorkerHello>(plain)).Features.ShouldBe(["cancel"]);
    }

    [Test]
    [CancelAfter(20_000)]
    public async Task Chunks_and_progress_precede_the_answer()
    {
        await using WorkerChannel channel = await StartAsync(new PieceWorker());
        await channel.SendAsync(Request(1, "count", "2"), None);

        (await ReceiveAsync<WorkerChunk>(channel)).ShouldSatisfyAllConditions(chunk => chunk.Id.ShouldBe(1), chunk => Text(chunk.Value).ShouldBe("1"));
        Text((await ReceiveAsync<WorkerChunk>(channel)).Value).ShouldBe("2");
        Text((await ReceiveAsync<WorkerProgress>(channel)).Value).ShouldBe("""{"done":1}""");
        Text((await ReceiveAsync<WorkerResult>(channel)).Value).ShouldBe("\"counted\"");
    }

    [Test]
    [CancelAfter(20_000)]
    public async Task Window_bounds_the_chunks_until_credit_comes()
    {
        var worker = new PieceWorker();
        await using WorkerChannel channel = await StartAsync(worker);
        await channel.SendAsync(Request(1, "count", "4") with { Window = 1 }, None);

        for (int n = 1; n <= 4; n++)
        {
            Text((await ReceiveAsync<WorkerChunk>(channel)).Value).ShouldBe($"{n}");
            worker.Sent.ShouldBeLessThanOrEqualTo(n);
            await channel.SendAsync(new HostCredit(1, 1), None);
        }

        await ReceiveAsync<WorkerProgress>(channel);
        await ReceiveAsync<WorkerResult>(channel);
    }

    [Test]
    [CancelAfter(20_000)]
    public async Task Running_request_is_cancelled_and_the_worker_goes_on()
    {
        await using WorkerChannel channel = await StartAsync(new PieceWorker());
        await channel.SendAsync(Request(1, "wait"), None);
        await channel.SendAsync(Request(2, "count", "0"), None);
        await channel.SendAsync(new HostCancel(1), None);

        (await ReceiveAsync<WorkerError>(channel)).ShouldSatisfyAllConditions(error => error.Id.ShouldBe(1), error => error.Error.Type.ShouldBe("Cancelled"));
        await ReceiveAsync<WorkerProgress>(channel);
        (await ReceiveAsync<WorkerResult>(channel)).Id.ShouldBe(2);
    }

    [Test]
    [CancelAfter(20_000)]
    public async Task Waiting_request_that_is_cancelled_does_not_run()
    {
        await using WorkerChannel channel = await StartAsync(new PieceWorker());
        await channel.SendAsync(Request(1, "wait"), None);
        await channel.SendAsync(Request(2, "set", "\"x\"", "s"), None);
        await channel.SendAsync(new HostSnapshot(3, "s"), None);
        await channel.SendAsync(new HostCancel(2), None);
        await channel.SendAsync(new HostCancel(1), None);

        (await ReceiveAsync<WorkerError>(channel)).Id.ShouldBe(1);
        (await ReceiveAsync<WorkerError>(channel)).ShouldSatisfyAllConditions(error => error.Id.ShouldBe(2), error => error.Error.Type.ShouldBe("Cancelled"));
        Text((await ReceiveAsync<WorkerResult>(channel)).Value).ShouldBe("null");
    }

    [Test]
    [CancelAfter(20_000)]
    public async Task Request_that_waits_for_credit_can_be_cancelled()
    {
        await using WorkerChannel channel = await StartAsync(new PieceWorker());
        await channel.SendAsync(Request(1, "count", "2") with { Window = 1 }, None);
        await ReceiveAsync<WorkerChunk>(channel);
        await channel.SendAsync(new HostCancel(1), None);

        (await ReceiveAsync<WorkerError>(channel)).Error.Type.ShouldBe("Cancelled");
    }

    [Test]
    [CancelAfter(20_000)]
    public async Task Cancel_and_credit_of_an_answered_request_are_ignored()
    {
        await using WorkerChannel channel = await StartAsync(new PieceWorker());
        await channel.SendAsync(Request(5, "set", "\"x\"", "s"), None);
        await ReceiveAsync<WorkerResult>(channel);
        await channel.SendAsync(new HostCancel(5), None);
        await channel.SendAsync(new HostCancel(4), None);
        await channel.SendAsync(new HostCredit(5, 1), None);
        await channel.SendAsync(new HostSnapshot(6, "s"), None);

        Text((await ReceiveAsync<WorkerResult>(channel)).Value).ShouldBe("\"x\"");
    }

    [Test]
    [CancelAfter(20_000)]
    public async Task State_is_captured_restored_and_dropped()
    {
        await using WorkerChannel channel = await StartAsync(new PieceWorker());
        await channel.SendAsync(new HostRestore(1, "s", Payload("\"kept\"")), None);
        Text((await ReceiveAsync<WorkerResult>(channel)).Value).ShouldBe("null");
        await channel.SendAsync(new HostSnapshot(2, "s"), None);
        Text((await ReceiveAsync<WorkerResult>(channel)).Value).ShouldBe("\"kept\"");
        await channel.SendAsync(new HostRestore(3, "s", Payload("null")), None);
        await ReceiveAsync<WorkerResult>(channel);
        await channel.SendAsync(new HostSnapshot(4, "s"), None);
        Text((await ReceiveAsync<WorkerResult>(channel)).Value).ShouldBe("null");
        await channel.SendAsync(new HostRestore(5, "s", Payload("{}")), None);
        (await ReceiveAsync<WorkerError>(channel)).ShouldSatisfyAllConditions(error => error.Id.ShouldBe(5), error => error.Error.Type.ShouldBe("InvalidSnapshot"));
    }

    [Test]
    [CancelAfter(20_000)]
    public async Task Worker_without_snapshots_says_so_and_goes_on()
    {
        await using WorkerChannel channel = await StartAsync(new PieceWorker(givesSnapshots: false));
        await channel.SendAsync(new HostSnapshot(1, "s"), None);
        (await ReceiveAsync<WorkerError>(channel)).Error.Type.ShouldBe("SnapshotUnavailable");
        await channel.SendAsync(new HostPing(2), None);

        await ReceiveAsync<WorkerPong>(channel);
    }

    [Test]
    [CancelAfter(20_000)]
    public async Task Span_is_reported_where_a_trace_was_given()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UnixEpoch.AddSeconds(7));
        var worker = new PieceWorker();
        await using WorkerChannel channel = await StartAsync(worker, time);
        await channel.SendAsync(Request(1, "set", "\"x\"", "s") with { TraceParent = "00-1-2-01" }, None);
        (await ReceiveAsync<WorkerResult>(channel)).Span.ShouldBe(new WorkerSpan(7_000_000, 0, "set"));
        worker.Last!.TraceParent.ShouldBe("00-1-2-01");
        await channel.SendAsync(Request(2, "throw") with { TraceParent = "00-1-2-01" }, None);
        (await ReceiveAsync<WorkerError>(channel)).Span.ShouldBe(new WorkerSpan(7_000_000, 0, "throw"));
        await channel.SendAsync(Request(3, "set", "\"x\"", "s"), None);

        (await ReceiveAsync<WorkerResult>(channel)).Span.ShouldBeNull();
    }

    [Test]
    [CancelAfter(20_000)]
    public async Task Piece_that_comes_after_the_answer_is_refused()
    {
        var worker = new PieceWorker();
        await using WorkerChannel channel = await StartAsync(worker);
        await channel.SendAsync(Request(1, "count", "0"), None);
        await ReceiveAsync<WorkerProgress>(channel);
        await ReceiveAsync<WorkerResult>(channel);

        await Should.ThrowAsync<InvalidOperationException>(async () => await worker.Last!.SendChunkAsync(1));
        await Should.ThrowAsync<InvalidOperationException>(async () => await (worker.Last! with { Call = null }).SendProgressAsync(1));
        (worker.Last! with { Call = null }).Cancelled.CanBeCanceled.ShouldBeFalse();
    }

    [Test]
    [CancelAfter(20_000)]
    public async Task Chunk_that_does_not_fit_into_a_frame_fails_the_command_where_there_are_frames()
    {
        await using WorkerChannel channel = await StartAsync(new PieceWorker(), maxFrameBytes: 2048);
        await channel.SendAsync(Request(1, "large"), None);
        if (transport == Transport.Framed)
        {
            (await ReceiveAsync<WorkerError>(channel)).Error.Type.ShouldBe("FrameTooLarge");
        }
        else
        {
            await ReceiveAsync<WorkerChunk>(channel);
            await ReceiveAsync<WorkerResult>(channel);
        }

        await channel.SendAsync(new HostPing(2), None);

        await ReceiveAsync<WorkerPong>(channel);
    }

    [Test]
    [CancelAfter(20_000)]
    public async Task End_of_input_ends_the_worker_at_once_behind_frames_and_after_its_command_without()
    {
        await using WorkerChannel channel = await StartAsync(new PieceWorker());
        await channel.SendAsync(Request(1, "wait"), None);
        channel.CloseInput();
        if (transport == Transport.InMemory)
        {
            await channel.SendAsync(new HostCancel(1), None);
            await ReceiveAsync<WorkerError>(channel);
        }

        (await channel.Exited.WaitAsync(TestContext.CurrentContext.CancellationToken)).ToString().ShouldContain("its input ended");
    }

    private static HostRequest Request(long id, string command, string args = "null", string? session = null) =>
        new(id, command, Payload(args), session, null, null);

    private static Payload Payload(string json) => new(Wire.FrameOf(json).Json, []);

    private static string Text(Payload payload) => Wire.Text(payload.Json);

    private static async Task<T> ReceiveAsync<T>(WorkerChannel channel)
        where T : WorkerMessage => (await channel.ReceiveAsync(TestContext.CurrentContext.CancellationToken)).ShouldBeOfType<T>();

    private async Task<WorkerChannel> StartAsync(PieceWorker worker, TimeProvider? time = null, int maxFrameBytes = 1 << 20)
    {
        WorkerChannel channel = await StartUngreetedAsync(worker, time, maxFrameBytes);
        await channel.SendAsync(new HostHello(1, 1, "w", 1 << 20), None);
        await ReceiveAsync<WorkerHello>(channel);
        return channel;
    }

    private async Task<WorkerChannel> StartUngreetedAsync(PieceWorker worker, TimeProvider? time = null, int maxFrameBytes = 1 << 20)
    {
        WorkerAdapter adapter = transport == Transport.Framed ? new DuplexPipeAdapter(_ => worker) : new InMemoryAdapter(_ => worker);
        return await adapter.StartAsync(
            new WorkerStart(
                "pool",
                "worker",
                new FrameLimits { MaxFrameBytes = maxFrameBytes },
                time ?? TimeProvider.System,
                NullLogger.Instance,
                static loop => _ = loop()),
            None);
    }
}
