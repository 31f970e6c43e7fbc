using System.Text.Json;
using Pool.Runtime.Protocol;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Workers;

internal sealed class ChunkBufferTests
{
    [Test]
    public async Task Window_is_what_the_worker_may_send_and_one_more_is_too_many()
    {
        await using var open = await OpenWorker.StartAsync();
        var buffer = new ChunkBuffer(3, null);
        buffer.Begin(open.Worker, 7);
        (buffer.Window, buffer.HasDelivered).ShouldBe((3, false));

        for (var i = 0; i < 3; i++)
            buffer.Take(Chunk(i)).ShouldBeNull();

        buffer.HasDelivered.ShouldBeTrue();
        var violation = buffer.Take(Chunk(4)).ShouldNotBeNull();
        violation.ShouldContain("request 7");
        violation.ShouldContain("window is 3");
        (await ReadAsync(buffer, 3)).ShouldBe([0, 1, 2]);
    }

    [TestCase(1, new[] { 1, 1, 1, 1, 1, 1 })]
    [TestCase(2, new[] { 1, 1, 1, 1, 1, 1 })]
    [TestCase(3, new[] { 1, 1, 1, 1, 1, 1 })]
    [TestCase(4, new[] { 2, 2, 2 })]
    [TestCase(7, new[] { 3, 3 })]
    public async Task What_was_read_is_granted_anew_half_a_window_at_a_time(int window, int[] credits)
    {
        await using var open = await OpenWorker.StartAsync();
        var buffer = new ChunkBuffer(window, null);
        buffer.Begin(open.Worker, 7);

        for (var i = 0; i < 6; i++)
        {
            buffer.Take(Chunk(i)).ShouldBeNull();
            (await ReadAsync(buffer, 1)).ShouldBe([i]);
        }

        var heard = open.Channel.Heard.OfType<HostCredit>().ToList();
        heard.Select(credit => credit.Chunks).ShouldBe(credits);
        heard.ShouldAllBe(credit => credit.Id == 7);
    }

    [Test]
    public async Task End_lets_the_reader_have_what_came_and_no_more()
    {
        await using var open = await OpenWorker.StartAsync();
        var buffer = new ChunkBuffer(3, null);
        buffer.Begin(open.Worker, 7);
        buffer.Take(Chunk(1));

        buffer.End();
        buffer.End();

        (await ReadAsync(buffer, 1)).ShouldBe([1]);
        (await buffer.WaitToReadAsync()).ShouldBeFalse();
        buffer.TryRead(out _).ShouldBeFalse();
    }

    [Test]
    public async Task Worker_that_takes_over_has_a_window_of_its_own()
    {
        await using var open = await OpenWorker.StartAsync();
        var buffer = new ChunkBuffer(1, null);
        buffer.Begin(open.Worker, 7);

        buffer.Begin(open.Worker, 8);

        buffer.Take(Chunk(1)).ShouldBeNull();
        buffer.Take(Chunk(2)).ShouldNotBeNull().ShouldContain("request 8");
    }

    [Test]
    public async Task Everything_else_goes_to_who_asked_for_it()
    {
        await using var open = await OpenWorker.StartAsync();
        var others = new NotingSink();
        var buffer = new ChunkBuffer(1, others);
        buffer.Begin(open.Worker, 7);

        buffer.Take(new WorkerProgress(7, Payload.Null)).ShouldBe("noted");
        buffer.Take(Chunk(1)).ShouldBeNull();
        buffer.End();

        others.Notes.ShouldBe(["begin 7", "WorkerProgress", "end"]);
        new ChunkBuffer(1, null).Take(new WorkerProgress(7, Payload.Null)).ShouldBeNull();
    }

    private static WorkerChunk Chunk(int value) => new(7, TalkingChannel.Value(value));

    private static async Task<List<int>> ReadAsync(ChunkBuffer buffer, int count)
    {
        var read = new List<int>();
        while (read.Count < count && await buffer.WaitToReadAsync())
        {
            if (buffer.TryRead(out var chunk))
                read.Add(JsonElement.Parse(chunk!.Json.Span).GetInt32());
        }

        return read;
    }

    private sealed class NotingSink : ReplySink
    {
        public List<string> Notes { get; } = [];

        public override void Begin(PooledWorker worker, long id) => Notes.Add($"begin {id}");

        public override string? Take(WorkerMessage message)
        {
            Notes.Add(message.GetType().Name);
            return "noted";
        }

        public override void End() => Notes.Add("end");
    }
}
