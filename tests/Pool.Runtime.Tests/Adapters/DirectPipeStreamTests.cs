namespace Pool.Runtime.Tests.Adapters;

[Platform("Linux")]
internal sealed class DirectPipeStreamTests
{
    // More than a pipe holds (64 KiB, pipe(7)).
    private const int MoreThanAPipe = 1024 * 1024;

    [Test]
    public void What_fits_into_the_pipe_is_written_when_the_call_returns()
    {
        using var pipes = new WorkerPipes();

        var write = pipes.Direct.WriteAsync(new byte[] { 1, 2, 3 });

        write.IsCompletedSuccessfully.ShouldBeTrue();
        var read = new byte[3];
        pipes.WorkerReads.ReadExactly(read);
        read.ShouldBe([1, 2, 3]);
    }

    [Test, CancelAfter(20_000)]
    public async Task What_does_not_fit_waits_for_room_and_arrives_whole(CancellationToken token)
    {
        using var pipes = new WorkerPipes();
        var sent = new byte[MoreThanAPipe];
        new Random(7).NextBytes(sent);

        var write = pipes.Direct.WriteAsync(sent, token);
        write.IsCompleted.ShouldBeFalse();
        var read = new byte[sent.Length];
        await pipes.WorkerReads.ReadExactlyAsync(read, token);

        await write;
        read.ShouldBe(sent);
    }

    [Test, CancelAfter(20_000)]
    public async Task A_write_that_waits_for_room_can_be_cancelled(CancellationToken token)
    {
        using var pipes = new WorkerPipes();
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(token);
        var write = pipes.Direct.WriteAsync(new byte[MoreThanAPipe], caller.Token).AsTask();

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(write);
    }

    [Test]
    public async Task A_write_that_nobody_can_read_fails()
    {
        using var pipes = new WorkerPipes();
        pipes.WorkerReads.Dispose();

        await Should.ThrowAsync<IOException>(async () => await pipes.Direct.WriteAsync(new byte[] { 1 }));
    }

    [Test]
    public async Task A_write_after_the_input_was_closed_says_so()
    {
        using var pipes = new WorkerPipes();
        pipes.CloseHostInput();

        await Should.ThrowAsync<ObjectDisposedException>(async () => await pipes.Direct.WriteAsync(new byte[] { 1 }));
    }

    [Test]
    public void A_read_returns_what_there_is_and_zero_at_the_end()
    {
        using var pipes = new WorkerPipes();
        pipes.WorkerWrites.Write([5, 6]);
        var buffer = new byte[10];

        pipes.Direct.Read(buffer).ShouldBe(2);
        buffer[..2].ShouldBe([5, 6]);
        pipes.WorkerWrites.Dispose();
        pipes.Direct.Read(buffer).ShouldBe(0);
    }

    [Test, CancelAfter(20_000)]
    public async Task A_read_under_way_ends_though_the_writing_end_stays_open(CancellationToken token)
    {
        using var pipes = new WorkerPipes();
        var read = Task.Factory.StartNew(
            () => pipes.Direct.Read(new byte[10]), token, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        pipes.Direct.EndReads().ShouldBeTrue();

        (await read.WaitAsync(token)).ShouldBe(0);
    }

    [Test]
    public void After_reads_were_ended_none_waits_or_returns_bytes()
    {
        using var pipes = new WorkerPipes();
        pipes.WorkerWrites.Write([5, 6]);

        pipes.Direct.EndReads();

        pipes.Direct.Read(new byte[10]).ShouldBe(0);
    }

    [Test]
    public void Reads_of_a_closed_output_need_no_waking()
    {
        var pipes = new WorkerPipes();
        pipes.Dispose();

        pipes.Direct.EndReads().ShouldBeTrue();
    }
}
