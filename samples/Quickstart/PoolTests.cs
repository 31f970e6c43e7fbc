namespace Quickstart;

/// <summary>What a program does with a pool; nothing in the bodies is peculiar to tests.</summary>
internal sealed class PoolTests
{
    [IsolatedTest(Layer = TestLayer.Full)]
    public async Task Session_is_used_in_each_way_there_is(SessionPool pool)
    {
        // A call. The session begins with it; the answer is read as a type of yours.
        var sum = await pool.ExecuteAsync<Sum>("me", "append", new { value = 1 });

        // Several at once, each written ahead of the answer to the last; one outcome each.
        var outcomes = await pool.ExecuteBatchAsync("me", [new("append", new { value = 2 }), new("append", new { value = 3 })]);

        // An answer in pieces, as the worker makes them. It is never far ahead; leaving the loop cancels it.
        var pieces = new List<int>();
        await foreach (var piece in pool.StreamAsync<int>("me", "count", new { to = 3 }))
            pieces.Add(piece);

        // The session's worker for several calls in a row, with nobody in between.
        await using (var lease = await pool.CheckoutAsync(CheckoutRequest.ForSession("me")))
            sum = await lease.ExecuteAsync<Sum>("total");

        // Forgotten, by the pool and by the worker.
        await pool.EndSessionAsync("me");

        sum.ShouldBe(new Sum(Count: 3, Total: 6));
        outcomes.ShouldAllBe(outcome => outcome.IsSuccess);
        pieces.ShouldBe([1, 2, 3]);
        pool.GetStats().Sessions.ShouldBe(0);
    }

    private sealed record Sum(int Count, int Total);
}
