namespace Pool.Runtime.Tests;

/// <summary>Alone: what others allocate meanwhile must not be counted here.</summary>
[NonParallelizable]
internal sealed class SessionPoolLeaseMemoryTests
{
    private const int Rounds = 1000;
    private const int Measurements = 5;

    [TestCase(null)]
    [TestCase("s")]
    public async Task Checkout_and_checkin_of_a_free_worker_allocate_nothing(string? session)
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 2 });
        var request = session is null ? CheckoutRequest.Anonymous : CheckoutRequest.ForSession(session);
        Turn(scripted.Pool, request);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
            Turn(scripted.Pool, request);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.ShouldBe(0);
        scripted.Pool.GetStats().Counters.Checkouts.ShouldBe(Rounds + 1);
    }

    [Test]
    public async Task Checkout_that_waits_allocates_next_to_nothing()
    {
        await using var scripted = await ScriptedPool.StartAsync(new PoolOptions { Size = 1 });
        Task<long> measuring;
        // An await under NUnit's execution context costs memory of its own.
        using (ExecutionContext.SuppressFlow())
            measuring = Task.Run(() => MeasureTurnsAsync(scripted.Pool));

        (await measuring / Rounds).ShouldBeLessThanOrEqualTo(100);
        scripted.Pool.GetStats().Counters.Checkouts.ShouldBe((Measurements + 1) * (Rounds + 1));
    }

    private static void Turn(SessionPool pool, CheckoutRequest request)
    {
        var leasing = pool.CheckoutAsync(request);
        if (!leasing.IsCompletedSuccessfully)
            throw new InvalidOperationException("It had to wait.");
        var ended = leasing.Result.DisposeAsync();
        if (!ended.IsCompletedSuccessfully)
            throw new InvalidOperationException("It had to wait for the end.");
    }

    private static async Task<long> MeasureTurnsAsync(SessionPool pool)
    {
        await TakeTurnsAsync(pool, Rounds);
        // What the runtime and the rest of earlier tests allocate meanwhile is counted too, and only ever adds.
        var least = long.MaxValue;
        for (var i = 0; i < Measurements; i++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await TakeTurnsAsync(pool, Rounds);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least;
    }

    // Every checkout but the first waits for the one before.
    private static async Task TakeTurnsAsync(SessionPool pool, int rounds)
    {
        var lease = await pool.CheckoutAsync(CheckoutRequest.Anonymous);
        for (var i = 0; i < rounds; i++)
        {
            var next = pool.CheckoutAsync(CheckoutRequest.Anonymous);
            await lease.DisposeAsync();
            lease = await next;
        }

        await lease.DisposeAsync();
    }
}
