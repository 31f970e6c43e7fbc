using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Workers;

/// <summary>A worker that dies of every request, while its channel fails the send in the way that the test chooses.</summary>
internal sealed class BreakingChannel(Func<Exception> failure, Action<string> heard) : QueuedOutputChannel
{
    private static readonly IReadOnlyDictionary<string, CommandDescription> Commands =
        new Dictionary<string, CommandDescription>(StringComparer.Ordinal)
        {
            ["list"] = new("list", WireCommandKind.Query),
            ["touch"] = new("touch", WireCommandKind.Idempotent),
            ["append"] = new("append", WireCommandKind.Mutation),
            ["act"] = new("act", WireCommandKind.Effect),
        };

    public override async ValueTask SendAsync(HostMessage message, CancellationToken cancellationToken)
    {
        switch (message)
        {
            case HostHello:
                Say(new WorkerHello(WireFormat.Version, "breaking", null, FrameLimits.Default.MaxFrameBytes, Commands, []));
                break;
            case HostPing ping:
                Say(new WorkerPong(ping.Id));
                break;
            case HostRequest request:
                heard(request.Command);
                Kill();
                await Exited;
                throw failure();
        }
    }
}
