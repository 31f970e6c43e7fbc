using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Tests;

internal sealed class SessionPoolStreamResultTests
{
    [Test]
    public async Task Result_behind_the_chunks_is_there_once_they_are_read()
    {
        await using var scripted = await StartAsync();
        var stream = scripted.Pool.StreamAsync<int>("s", "count", 3);
        stream.Result.IsCompleted.ShouldBeFalse();

        (await stream.ToListAsync()).ShouldBe([0, 1, 2]);

        (await stream.Result).Value.GetString().ShouldBe("3 in all");
    }

    [Test]
    public async Task Each_reading_is_a_call_and_the_result_is_that_of_the_first_that_ended()
    {
        await using var scripted = await StartAsync();
        var stream = scripted.Pool.StreamAsync<int>("s", "count", 3);
        await stream.ToListAsync();
        var first = await stream.Result;

        await stream.ToListAsync();

        (await stream.Result).ShouldBeSameAs(first);
        scripted.Pool.GetStats().Counters.Successes.ShouldBe(2);
    }

    [Test]
    public async Task Error_of_the_call_is_the_result_s_error_too()
    {
        await using var scripted = await StartAsync();
        var stream = scripted.Pool.StreamAsync<int>("s", "fail");

        var read = await Should.ThrowAsync<RemoteCommandException>(stream.ToListAsync().AsTask());

        (await Should.ThrowAsync<RemoteCommandException>(stream.Result)).ShouldBeSameAs(read);
    }

    [Test]
    public async Task Result_of_a_stream_that_is_left_early_is_cancelled()
    {
        await using var scripted = await StartAsync();
        var stream = scripted.Pool.StreamAsync<int>("s", "endless");

        await foreach (var _ in stream)
            break;

        await Should.ThrowAsync<OperationCanceledException>(stream.Result);
    }

    [Test]
    public async Task Result_of_a_stream_whose_reader_never_reads_is_cancelled()
    {
        await using var scripted = await StartAsync();
        var stream = scripted.Pool.StreamAsync("s", "count", 3);

        await stream.GetAsyncEnumerator().DisposeAsync();

        await Should.ThrowAsync<OperationCanceledException>(stream.Result);
        scripted.Pool.GetStats().Counters.Checkouts.ShouldBe(0);
    }

    private static Task<ScriptedPool> StartAsync() => ScriptedPool.StartAsync(new PoolOptions { Size = 1 }, script: worker =>
    {
        worker.OnAsync("count", CountAsync, CommandKind.Query);
        worker.OnAsync("endless", CountWithoutEndAsync, CommandKind.Query);
        worker.On("fail", _ => InProcessReply.Failure(new InProcessError("ValueError", "nothing to count")), CommandKind.Query);
    });

    private static async ValueTask<InProcessReply> CountAsync(InProcessRequest request, CancellationToken cancelled)
    {
        for (var i = 0; i < request.Args.GetInt32(); i++)
            await request.SendChunkAsync(i);
        return InProcessReply.Success(FormattableString.Invariant($"{request.Args.GetInt32()} in all"));
    }

    private static async ValueTask<InProcessReply> CountWithoutEndAsync(InProcessRequest request, CancellationToken cancelled)
    {
        for (var i = 0; ; i++)
        {
            cancelled.ThrowIfCancellationRequested();
            await request.SendChunkAsync(i);
        }
    }
}
