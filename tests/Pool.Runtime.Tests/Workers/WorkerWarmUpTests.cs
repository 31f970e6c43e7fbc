using Microsoft.Extensions.Logging.Abstractions;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;
using Pool.Runtime.Protocol;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Workers;

internal sealed class WorkerWarmUpTests
{
    private static readonly WorkerStart Start =
        new("pool", "w1", FrameLimits.Default, TimeProvider.System, NullLogger.Instance, loop => _ = Task.Run(loop));

    [Test]
    public async Task Commands_run_one_after_another_and_what_they_stream_is_passed_over()
    {
        var channel = new RecitingChannel(
            new WorkerChunk(8, Payload.Null), new WorkerProgress(8, Payload.Null), TalkingChannel.Result(8), TalkingChannel.Result(9));

        (await RunAsync(channel, "load", "touch")).ShouldBe(9);

        channel.Happened.ShouldBe([nameof(HostRequest), nameof(HostRequest)]);
    }

    [Test]
    public async Task Command_that_fails_is_named()
    {
        var channel = new RecitingChannel(new WorkerError(8, new WorkerErrorInfo("Value", "no such model", Retryable: false, Traceback: "at")));

        var failure = await Should.ThrowAsync<WarmUpFailure>(() => RunAsync(channel, "load", "touch"));

        failure.Message.ShouldContain("load");
        var error = failure.InnerException.ShouldBeOfType<RemoteCommandException>();
        (error.RemoteType, error.Command, error.WorkerId, error.PoolName).ShouldBe(("Value", "load", "w1", "pool"));
        channel.Happened.Count.ShouldBe(1);
    }

    private static IEnumerable<TestCaseData> NotDue()
    {
        yield return Case("a chunk of another", new WorkerChunk(5, Payload.Null), "WorkerChunk where the answer");
        yield return Case("progress of another", new WorkerProgress(5, Payload.Null), "WorkerProgress where the answer");
        yield return Case("a result of another", TalkingChannel.Result(5), "WorkerResult where the answer");
        yield return Case("a refusal", new WorkerError(null, new WorkerErrorInfo("Fatal", "cannot", Retryable: false, Traceback: null)), "Fatal: cannot");
    }

    [TestCaseSource(nameof(NotDue))]
    public async Task What_is_not_due_is_refused(object said, string because) =>
        (await Should.ThrowAsync<ProtocolException>(() => RunAsync(new RecitingChannel((WorkerMessage)said), "load"))).Message.ShouldContain(because);

    [Test]
    public async Task Worker_that_ends_meanwhile_is_told_by_its_output_alone()
    {
        var channel = new RecitingChannel { SendError = new IOException("broken pipe") };
        channel.FallSilent();

        (await Should.ThrowAsync<IOException>(() => RunAsync(channel, "load"))).Message.ShouldContain("'load'");
    }

    private static Task<long> RunAsync(RecitingChannel channel, params string[] commands) => WorkerWarmUp.RunAsync(
        channel, Start, LogRelays.Of(NullLogger.Instance), [.. commands.Select(command => new WarmUpRequest(command, Payload.EmptyObject))], 7, CancellationToken.None);

    private static TestCaseData Case(string what, WorkerMessage said, string because) =>
        new TestCaseData(said, because).SetArgDisplayNames(what);
}
