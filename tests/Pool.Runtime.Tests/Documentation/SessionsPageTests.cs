using System.Text.Json;
using Pool.Runtime.Adapters;

namespace Pool.Runtime.Tests.Documentation;

/// <summary>Runs what docs/sessions.md shows. Pool.Architecture.Tests finds each of the page's blocks in here.</summary>
internal sealed class SessionsPageTests
{
    [Test]
    public async Task Lease_and_batch()
    {
        await using var scripted = await ScriptedPool.StartAsync();
        var pool = scripted.Pool;
        {
            await using WorkerLease lease = await pool.CheckoutAsync(CheckoutRequest.ForSession("s"));
            await lease.ExecuteAsync("append", new { item = "a" });
            string[]? items = await lease.ExecuteAsync<string[]>("list");
            items.ShouldBe(["a"]);
        }

        IReadOnlyList<CommandOutcome> outcomes = await pool.ExecuteBatchAsync("s", [
            new BatchCommand("append", new { item = "b" }),
            new BatchCommand("list"),
        ]);
        JsonElement list = outcomes[1].GetResult().Value;
        list.GetRawText().ShouldBe("""["a","b"]""");
    }

    [Test]
    public async Task Stream()
    {
        await using var scripted = await ScriptedPool.StartAsync(script: worker =>
        {
            worker.ObservesCancellation = true;
            worker.OnAsync("count", CountAsync, CommandKind.Query);
        });
        var pool = scripted.Pool;

        await foreach (JsonElement chunk in pool.StreamAsync("s", "count", new { to = 100 }, new ExecuteOptions { StreamWindow = 4 }))
        {
            if (chunk.GetInt32() == 10)
                break;
        }

        scripted.Pool.GetStats().Counters.Cancellations.ShouldBe(1);
    }

    [Test]
    public async Task Result_of_a_stream()
    {
        await using var scripted = await ScriptedPool.StartAsync(script: worker => worker.OnAsync("count", CountAsync, CommandKind.Query));
        var pool = scripted.Pool;

        var stream = pool.StreamAsync<int>("s", "count", new { to = 3 });
        var sum = 0;
        await foreach (var number in stream)
            sum += number;
        var count = (await stream.Result).Value.GetInt32();

        (sum, count).ShouldBe((3, 3));
    }

    private static async ValueTask<InProcessReply> CountAsync(InProcessRequest request, CancellationToken stopped)
    {
        for (var i = 0; i < request.Args.GetProperty("to").GetInt32(); i++)
            await request.SendChunkAsync(i);
        return InProcessReply.Success(request.Args.GetProperty("to").GetInt32());
    }
}
