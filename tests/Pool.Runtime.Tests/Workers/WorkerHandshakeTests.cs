using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pool.Runtime.Adapters;
using Pool.Runtime.Protocol;
using Pool.Runtime.Tests.Telemetry;
using Pool.Runtime.Workers;

namespace Pool.Runtime.Tests.Workers;

internal sealed class WorkerHandshakeTests
{
    private static readonly WorkerStart Start =
        new("pool", "w1", FrameLimits.Default, TimeProvider.System, NullLogger.Instance, loop => _ = Task.Run(loop));

    [Test]
    public async Task Hello_is_answered_with_a_ping_and_that_with_its_pong()
    {
        var channel = new RecitingChannel(Hello(WireFormat.Version), new WorkerPong(WorkerHandshake.PingId));

        var hello = await WorkerHandshake.MakeAsync(channel, Start, LogRelays.Of(NullLogger.Instance), CancellationToken.None);

        hello.Worker.ShouldBe("reciting");
        channel.Happened.ShouldBe([nameof(HostHello), nameof(HostPing)]);
    }

    [TestCase(LogLevel.Warning, WireLogLevel.Warning)]
    [TestCase(LogLevel.None, null)]
    public async Task Hello_asks_for_the_entries_that_the_log_wants_and_those_before_the_pong_are_heard(LogLevel lowest, object? asked)
    {
        var log = new StructuredLog(lowest);
        var channel = new RecitingChannel(
            Hello(WireFormat.Version), new WorkerLog(WireLogLevel.Error, "l", "starting", null, null), new WorkerPong(WorkerHandshake.PingId));

        await WorkerHandshake.MakeAsync(channel, Start, LogRelays.Of(log.CreateLogger("Pool.Runtime.Worker")), CancellationToken.None);

        channel.Greeting.ShouldBeOfType<HostHello>().LogLevel.ShouldBe((WireLogLevel?)asked);
        log.RestOfWorker().Count.ShouldBe(asked is null ? 0 : 1);
    }

    [Test]
    public async Task Worker_that_cannot_be_spoken_to_may_have_said_why()
    {
        var channel = new RecitingChannel(new WorkerError(null, new WorkerErrorInfo("Config", "no such model", Retryable: false, Traceback: null)))
        {
            SendError = new IOException("broken pipe"),
        };

        (await FailureAsync<ProtocolException>(channel)).Message.ShouldContain("Config: no such model");
    }

    [Test]
    public async Task Other_version_is_refused() =>
        (await FailureAsync<ProtocolException>(new RecitingChannel(Hello(7), new WorkerPong(WorkerHandshake.PingId))))
            .Message.ShouldContain("version 7");

    [Test]
    public async Task Pong_of_another_ping_is_refused() =>
        (await FailureAsync<ProtocolException>(new RecitingChannel(Hello(WireFormat.Version), new WorkerPong(5)))).Message.ShouldContain("id 5");

    [Test]
    public async Task Anything_but_a_hello_is_refused() =>
        (await FailureAsync<ProtocolException>(new RecitingChannel(new WorkerPong(1)))).Message.ShouldContain("WorkerPong where WorkerHello was due");

    [Test]
    public async Task Worker_that_ends_first_has_failed()
    {
        var channel = new RecitingChannel();
        channel.FallSilent();

        await FailureAsync<IOException>(channel);
    }

    private static WorkerHello Hello(int version) => new(
        version, "reciting", null, FrameLimits.DefaultMaxFrameBytes, new Dictionary<string, CommandDescription>(StringComparer.Ordinal), []);

    private static async Task<T> FailureAsync<T>(RecitingChannel channel)
        where T : Exception =>
        await Should.ThrowAsync<T>(() => WorkerHandshake.MakeAsync(channel, Start, LogRelays.Of(NullLogger.Instance), CancellationToken.None));
}
