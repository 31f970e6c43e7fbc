using Pool.Runtime;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.SystemTests.Hosts;

namespace Pool.SystemTests.Workers;

/// <summary>A .NET worker whose types are known by generated contracts alone, as in a program compiled ahead of time.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ReflectionFreeWorkerTests : IAsyncDisposable
{
    private const string ProgramVariable = "POOL_REFLECTION_FREE_WORKER";

    private SessionPool _pool = null!;

    [SetUp]
    public async Task SetUp() => _pool = await SessionPool.StartAsync(new PoolOptions { Size = 2, SnapshotAfter = 1 }, new ProcessAdapter(Program()));

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    [Test]
    public async Task Types_with_a_contract_are_read_and_written_and_their_bytes_too()
    {
        await _pool.ExecuteAsync("s", "note", new { Text = "first", Picture = new byte[] { 1, 2 } });
        var count = await _pool.ExecuteAsync<Counted>("s", "note", new { Text = "second" });
        count.ShouldBe(new Counted(2));

        var found = await _pool.StreamAsync<Found>("s", "search", "ir").ToListAsync();
        found.ShouldHaveSingleItem().ShouldNotBeNull().Text.ShouldBe("first");
        found[0]!.Picture.ShouldBe([1, 2]);
    }

    [Test]
    public async Task Plain_types_need_no_contract()
    {
        await _pool.ExecuteAsync("s", "note", new { Text = "first" });

        (await _pool.ExecuteAsync<List<string>>("s", "texts")).ShouldBe(["first"]);
        (await _pool.ExecuteAsync<byte[]>("s", "reverse", new byte[] { 1, 2, 3 })).ShouldBe([3, 2, 1]);
    }

    [Test]
    public async Task Session_moves_with_its_snapshot()
    {
        await _pool.ExecuteAsync("s", "note", new { Text = "first", Picture = new byte[] { 7 } });
        await _pool.ClearAsync();

        var found = await _pool.StreamAsync<Found>("s", "search", "first").ToListAsync();

        found.ShouldHaveSingleItem().ShouldNotBeNull().Picture.ShouldBe([7]);
    }

    [Test]
    public async Task Type_without_a_contract_is_an_error_that_names_it_and_the_worker_stays()
    {
        var error = await Should.ThrowAsync<RemoteCommandException>(_pool.ExecuteAsync("s", "unknown").AsTask());

        error.Message.ShouldContain("A value of type UnknownNote can't be sent: 'no contract of it; name it by [JsonSerializable] in your TypeInfoResolver'");
        _pool.GetStats().Counters.Losses.ShouldBe(0);
    }

    // The variable names one that was compiled ahead of time.
    private static ProcessAdapterOptions Program() => Environment.GetEnvironmentVariable(ProgramVariable) is { Length: > 0 } native
        ? new ProcessAdapterOptions { FileName = native }
        : ProcessAdapterOptions.DotNet(TestHost.AssemblyOf("Pool.Worker.Specimens"));

    private sealed record Counted(int Count);

    private sealed record Found(string Text, byte[]? Picture);
}
