using Pool.Runtime.Protocol;

namespace Pool.Worker.Tests.Processes;

[TestFixture(WorkerLanguage.Python)]
[TestFixture(WorkerLanguage.DotNet)]
internal sealed class JoinedAnswerTests(WorkerLanguage language)
{
    [Test]
    public async Task Answers_do_not_wait_for_a_command_that_is_not_known_to_be_quick()
    {
        await using WorkerProcess worker = await WorkerProcess.StartReadyAsync(language);
        for (int i = 0; i < 50; i++)
        {
            await SendAsync(worker, "ping", args: null, more: true);
            await worker.ReceiveAsync<WorkerResult>();
        }

        long quick = await SendAsync(worker, "ping", args: null, more: true);
        long slow = await SendAsync(worker, "sleep", new { seconds = 60 }, more: true);

        (await worker.ReceiveAsync<WorkerResult>()).Id.ShouldBe(quick);
        await worker.SendAsync(new HostCancel(slow));
        (await worker.ReceiveAsync<WorkerError>()).Id.ShouldBe(slow);
    }

    private static async Task<long> SendAsync(WorkerProcess worker, string command, object? args, bool more)
    {
        long id = worker.NextId();
        await worker.SendAsync(
            new HostRequest(id, command, worker.Serializer.Serialize(args), "s", null, null) { More = more });
        return id;
    }
}
