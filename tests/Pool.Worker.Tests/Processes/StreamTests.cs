using Pool.Runtime.Protocol;

namespace Pool.Worker.Tests.Processes;

[TestFixture(WorkerLanguage.Python)]
[TestFixture(WorkerLanguage.DotNet)]
internal sealed class StreamTests(WorkerLanguage language)
{
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

    private static string Text(Payload value) => System.Text.Encoding.UTF8.GetString(value.Json.Span);
}
