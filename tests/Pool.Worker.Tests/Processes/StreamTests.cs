using Pool.Runtime.Protocol;

namespace Pool.Worker.Tests.Processes;

[TestFixture(WorkerLanguage.Python)]
[TestFixture(WorkerLanguage.DotNet)]
internal sealed class StreamTests(WorkerLanguage language)
{
    [Test]
    public async Task Chunks_precede_the_result_in_their_order()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        long id = await worker.RequestAsync("count", new { to = 300 });

        (await ChunksAsync(worker, id, 300)).ShouldBe(Enumerable.Range(1, 300));
        WorkerResult result = await worker.ReceiveAsync<WorkerResult>();
        (result.Id, Text(result.Value)).ShouldBe((id, """{"counted":300}"""));
    }

    [Test]
    public async Task Progress_is_told_while_the_command_runs()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        long id = await worker.RequestAsync("count", new { to = 2, progress = true });

        await ChunksAsync(worker, id, 1);
        WorkerProgress first = await worker.ReceiveAsync<WorkerProgress>();
        await ChunksAsync(worker, id, 1);
        WorkerProgress second = await worker.ReceiveAsync<WorkerProgress>();

        (first.Id, Text(first.Value)).ShouldBe((id, """{"done":1,"of":2}"""));
        (second.Id, Text(second.Value)).ShouldBe((id, """{"done":2,"of":2}"""));
        await worker.ReceiveAsync<WorkerResult>();
    }

    [Test]
    public async Task Window_bounds_the_chunks_until_the_host_grants_more()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        long id = await worker.RequestAsync("count", new { to = 6 }, window: 2);
        await ChunksAsync(worker, id, 2);

        // A worker that kept no window would have sent a third chunk before this answer.
        await PingAsync(worker);
        await worker.SendAsync(new HostCredit(id, 3));
        (await ChunksAsync(worker, id, 3)).ShouldBe([3, 4, 5]);
        await PingAsync(worker);
        await worker.SendAsync(new HostCredit(id, 1));

        (await ChunksAsync(worker, id, 1)).ShouldBe([6]);
        (await worker.ReceiveAsync<WorkerResult>()).Id.ShouldBe(id);
    }

    [Test]
    public async Task Command_that_waits_for_credit_can_be_cancelled()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        long id = await worker.RequestAsync("count", new { to = 6 }, window: 1);
        await ChunksAsync(worker, id, 1);

        await worker.SendAsync(new HostCancel(id));

        WorkerError error = await worker.ReceiveAsync<WorkerError>();
        (error.Id, error.Error.Type).ShouldBe((id, "Cancelled"));
        (await worker.JsonOfAsync("ping")).ShouldContain("ok");
    }

    [Test]
    public async Task Stream_without_a_window_ends_soon_after_its_cancel()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        long id = await worker.RequestAsync("count", new { to = 1_000_000 });
        await ChunksAsync(worker, id, 1);

        await worker.SendAsync(new HostCancel(id));

        WorkerMessage? last = null;
        int chunks = 1;
        while ((last = await worker.ReceiveAsync()) is WorkerChunk)
            chunks++;
        last.ShouldBeOfType<WorkerError>().Error.Type.ShouldBe("Cancelled");
        chunks.ShouldBeLessThan(1_000_000);
    }

    [Test]
    public async Task Credit_for_a_request_that_has_no_window_or_is_answered_is_ignored()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        long id = (await worker.ResultOfAsync("ping")).Id;
        await worker.SendAsync(new HostCredit(id, 5));
        await worker.SendAsync(new HostCredit(999, int.MaxValue));

        long second = await worker.RequestAsync("count", new { to = 4 }, window: 3);
        await ChunksAsync(worker, second, 3);
        await PingAsync(worker);
        await worker.SendAsync(new HostCredit(second, int.MaxValue));
        await worker.SendAsync(new HostCredit(second, int.MaxValue));

        (await ChunksAsync(worker, second, 1)).ShouldBe([4]);
        await worker.ReceiveAsync<WorkerResult>();
    }

    [Test]
    public async Task Requests_written_ahead_of_a_stream_wait_for_its_end()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        long stream = await worker.RequestAsync("count", new { to = 3 }, window: 1);
        long[] ahead = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => worker.RequestAsync("ping")));
        for (int n = 1; n <= 3; n++)
        {
            (await ChunksAsync(worker, stream, 1)).ShouldBe([n]);
            await worker.SendAsync(new HostCredit(stream, 1));
        }

        (await worker.ReceiveAsync<WorkerResult>()).Id.ShouldBe(stream);
        foreach (long id in ahead)
            (await worker.ReceiveAsync<WorkerResult>()).Id.ShouldBe(id);
    }

    [Test]
    public async Task Chunk_above_the_hosts_limit_ends_the_command_with_an_error()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language, maxFrameBytes: 1024);

        (await worker.ErrorOfAsync("echo", new { text = new string('x', 2000) })).Type.ShouldBe("FrameTooLarge");
        (await worker.JsonOfAsync("ping")).ShouldContain("ok");
    }

    private static async Task<List<int>> ChunksAsync(WorkerProcess worker, long id, int count)
    {
        var values = new List<int>();
        for (int i = 0; i < count; i++)
        {
            WorkerChunk chunk = await worker.ReceiveAsync<WorkerChunk>();
            chunk.Id.ShouldBe(id);
            values.Add(worker.Serializer.Deserialize<int>(chunk.Value));
        }

        return values;
    }

    private static async Task PingAsync(WorkerProcess worker)
    {
        long id = worker.NextId();
        await worker.SendAsync(new HostPing(id));
        (await worker.ReceiveAsync()).ShouldBe(new WorkerPong(id));
    }

    private static string Text(Payload value) => System.Text.Encoding.UTF8.GetString(value.Json.Span);
}
