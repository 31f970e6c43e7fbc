using Pool.Runtime.Adapters;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Adapters;

[Platform("Linux"), CancelAfter(20_000)]
internal sealed class OutputReaderTests
{
    [Test]
    public async Task Messages_are_received_one_by_one_and_then_delivered_in_order(CancellationToken token)
    {
        using var pipes = new WorkerPipes();
        var reader = NewReader(pipes);
        await SayAsync(pipes, 1, 2, 3, 4);
        var delivered = new List<long>();

        (await reader.ReceiveAsync(token)).ShouldBe(new WorkerPong(1));
        (await reader.ReceiveAsync(token)).ShouldBe(new WorkerPong(2));
        pipes.WorkerWrites.Dispose();
        await reader.DeliverAsync(message =>
        {
            delivered.Add(((WorkerPong)message).Id);
            return true;
        });

        delivered.ShouldBe([3, 4]);
    }

    [Test]
    public async Task Delivery_runs_on_the_one_thread_of_the_worker_and_ends_when_told(CancellationToken token)
    {
        using var pipes = new WorkerPipes();
        var reader = NewReader(pipes);
        await SayAsync(pipes, 1, 2, 3);
        var threads = new List<string?>();

        await reader.DeliverAsync(_ =>
        {
            threads.Add(Thread.CurrentThread.Name);
            return threads.Count < 2;
        }).WaitAsync(token);

        threads.ShouldBe(["worker output", "worker output"]);
    }

    [Test]
    public async Task The_caller_of_a_receive_never_runs_on_the_reading_thread(CancellationToken token)
    {
        using var pipes = new WorkerPipes();
        var reader = NewReader(pipes);
        var resumedOn = ResumeAsync();

        await SayAsync(pipes, 1);

        (await resumedOn.WaitAsync(token)).ShouldNotBe("worker output");
        await reader.StopAsync();

        async Task<string?> ResumeAsync()
        {
            await reader.ReceiveAsync(token);
            return Thread.CurrentThread.Name;
        }
    }

    [Test]
    public async Task A_message_whose_asker_gave_up_goes_to_the_next(CancellationToken token)
    {
        using var pipes = new WorkerPipes();
        var reader = NewReader(pipes);
        using var impatient = new CancellationTokenSource();
        var first = reader.ReceiveAsync(impatient.Token);
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);

        await SayAsync(pipes, 9);

        (await reader.ReceiveAsync(token)).ShouldBe(new WorkerPong(9));
        await reader.StopAsync();
    }

    [Test]
    public async Task Nonsense_ends_the_delivery_with_its_fault(CancellationToken token)
    {
        using var pipes = new WorkerPipes();
        var reader = NewReader(pipes);
        pipes.WorkerWrites.Write([0xFF, 0xFF, 0xFF, 0xFF]);

        var error = await Should.ThrowAsync<ProtocolException>(reader.DeliverAsync(_ => true).WaitAsync(token));

        error.Fault.ShouldBe(ProtocolFault.TooLarge);
    }

    [Test]
    public async Task Stopped_in_the_midst_of_a_delivery_it_ends_its_thread_and_the_delivery(CancellationToken token)
    {
        using var pipes = new WorkerPipes();
        var reader = NewReader(pipes);
        var delivery = reader.DeliverAsync(_ => true);

        await reader.StopAsync().WaitAsync(token);

        await delivery.WaitAsync(token);
        (await reader.ReceiveAsync(token)).ShouldBeNull();
    }

    [Test]
    public async Task Stopped_before_anything_was_asked_it_ends_its_thread(CancellationToken token)
    {
        using var pipes = new WorkerPipes();
        var reader = NewReader(pipes);

        await reader.StopAsync().WaitAsync(token);

        await reader.DeliverAsync(_ => throw new InvalidOperationException("Nothing is delivered after the end.")).WaitAsync(token);
    }

    private static OutputReader NewReader(WorkerPipes pipes) =>
        new(new FramedChannel(pipes.Direct, pipes.Direct, FrameLimits.Default), pipes.Direct, "worker output");

    private static async Task SayAsync(WorkerPipes pipes, params long[] ids)
    {
        var writer = new FrameWriter(pipes.WorkerWrites, FrameLimits.Default);
        foreach (var id in ids)
            await writer.WriteAsync(new WorkerPong(id), CancellationToken.None);
    }
}
