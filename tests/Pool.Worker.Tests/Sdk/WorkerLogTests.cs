using Pool.Runtime.Protocol;
using Pool.Worker.Tests.Processes;

namespace Pool.Worker.Tests.Sdk;

internal sealed class WorkerLogTests
{
    [Test]
    public async Task Long_entry_gives_up_its_exception_before_its_message()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(WorkerLanguage.Specimen, WireLogLevel.Trace);
        await worker.RequestAsync("log_much", 12_000);

        WorkerLog entry = await worker.ReceiveAsync<WorkerLog>();

        entry.Logger.ShouldBe("log_much");
        entry.Message.Length.ShouldBe(12_000);
        entry.Exception.ShouldNotBeNull().ShouldStartWith("System.InvalidOperationException: eee");
        entry.Exception!.Length.ShouldBeInRange(4000, 4384);
    }

    [Test]
    public async Task Entry_that_is_hard_to_tell_is_told_as_well_as_can_be()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(WorkerLanguage.Specimen, WireLogLevel.Trace);
        await worker.RequestAsync("log_odd");

        WorkerLog entry = await worker.ReceiveAsync<WorkerLog>();

        entry.Message.ShouldBe("half \ufffd pair");
        entry.Exception.ShouldNotBeNull().ShouldEndWith("UntellableException");
        await worker.ReceiveAsync<WorkerResult>();
    }

    [Test]
    public async Task Threads_share_the_stream_frame_by_frame()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(WorkerLanguage.Specimen, WireLogLevel.Information);
        long id = await worker.RequestAsync("log_from_threads");
        List<string[]> entries = [];

        for (int i = 0; i < 800; i++)
            entries.Add((await worker.ReceiveAsync<WorkerLog>()).Message.Split(' '));

        (await worker.ReceiveAsync<WorkerResult>()).Id.ShouldBe(id);
        entries.GroupBy(entry => entry[0], StringComparer.Ordinal).Select(thread => thread.Select(entry => int.Parse(entry[1], null)))
            .ShouldAllBe(numbers => numbers.SequenceEqual(Enumerable.Range(0, 200)));
    }

    [Test]
    public void Logger_has_a_name_and_takes_entries_before_a_host_is_there()
    {
        WorkerLogger logger = new WorkerApplication().CreateLogger("my.module");

        logger.Name.ShouldBe("my.module");
        logger.IsEnabled(WorkerLogLevel.Trace).ShouldBeTrue();
        for (int i = 0; i < 1000; i++)
            logger.Log(WorkerLogLevel.Error, "kept, or not");
        Should.Throw<ArgumentNullException>(() => logger.Log(WorkerLogLevel.Error, null!));
    }
}
