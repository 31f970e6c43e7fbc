using Pool.Runtime;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;

namespace OtherLanguageWorker;

/// <summary>A pool whose workers are written in JavaScript. To the pool a worker is a command line that speaks the protocol.</summary>
internal sealed class OtherLanguageTests
{
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "worker.sh");

    private SessionPool _pool = null!;

    [SetUp]
    public async Task Start_the_pool() => _pool = await SessionPool.StartAsync(
        new PoolOptions { Size = 2 },
        new ProcessAdapter(new ProcessAdapterOptions { FileName = "sh", Arguments = [Script] }));

    [TearDown]
    public async Task Stop_the_pool() => await _pool.DisposeAsync();

    [Test]
    public async Task Session_and_stream_are_served()
    {
        await _pool.ExecuteAsync("me", "append", new { value = 3 });
        var sum = await _pool.ExecuteAsync<Sum>("me", "append", new { value = -1 });

        var pieces = new List<int>();
        await foreach (var piece in _pool.StreamAsync<int>("me", "count", new { to = 3 }))
            pieces.Add(piece);

        sum.ShouldBe(new Sum(Count: 2, Total: 2));
        pieces.ShouldBe([1, 2, 3]);
    }

    [Test]
    public async Task Bytes_stay_bytes()
    {
        byte[] data = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];

        var sum = await _pool.ExecuteAsync<Digest>("me", "checksum", new { data });

        sum.ShouldBe(new Digest(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(data)), data.Length));
    }

    [Test]
    public async Task Session_outlives_its_worker()
    {
        await _pool.ExecuteAsync("me", "append", new { value = 3 });
        await Should.ThrowAsync<WorkerLostException>(() => _pool.ExecuteAsync("me", "crash").AsTask());

        (await _pool.ExecuteAsync<Sum>("me", "total")).ShouldBe(new Sum(Count: 1, Total: 3));
    }

    private sealed record Sum(int Count, int Total);

    private sealed record Digest(string Sha256, int Length);
}
