using System.Collections.Concurrent;
using System.Threading.Channels;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Workers;

/// <summary>A worker that keeps what it hears, answers pings, and says to all else what the test makes it say.</summary>
internal sealed class TalkingChannel(
    string workerId, Func<HostMessage, IEnumerable<WorkerMessage>> answer, IReadOnlyList<string> features) : QueuedOutputChannel
{
    private static readonly Dictionary<string, CommandDescription> Commands = new(StringComparer.Ordinal)
    {
        ["ask"] = new("ask", WireCommandKind.Query),
        ["change"] = new("change", WireCommandKind.Mutation),
    };

    private readonly Channel<HostMessage> _heard = Channel.CreateUnbounded<HostMessage>();
    private readonly ConcurrentQueue<HostMessage> _all = new();

    public string WorkerId { get; } = workerId;

    /// <summary>The largest frame that it takes, as its hello says.</summary>
    public int MaxFrameBytes { get; init; } = FrameLimits.DefaultMaxFrameBytes;

    /// <summary>All that it has heard but hello and pings, in order.</summary>
    public IReadOnlyList<HostMessage> Heard => [.. _all];

    public static Payload Value(object? value) => new PayloadSerializer().Serialize(value);

    public static WorkerResult Result(long id, object? value = null) => new(id, Value(value), []);

    /// <summary>How a message is written to it, before it hears it.</summary>
    public Func<HostMessage, Task> Write { get; set; } = _ => Task.CompletedTask;

    /// <summary>The next message of a type that was not taken yet; those of other types before it are passed over.</summary>
    public async Task<T> HearAsync<T>()
        where T : HostMessage
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (true)
        {
            if (await _heard.Reader.ReadAsync(patience.Token) is T wanted)
                return wanted;
        }
    }

    public override async ValueTask SendAsync(HostMessage message, CancellationToken cancellationToken)
    {
        switch (message)
        {
            case HostHello:
                Say(new WorkerHello(WireFormat.Version, "talking", null, MaxFrameBytes, Commands, features));
                return;
            case HostPing ping:
                Say(new WorkerPong(ping.Id));
                return;
            case HostShutdown:
                End(0);
                return;
        }

        if (Exited.IsCompleted)
            throw new IOException("The worker has ended.");
        if (message.Carried.ByteCount > MaxFrameBytes)
            throw new ProtocolException(ProtocolFault.TooLarge, "The message is larger than its hello allows.");
        await Write(message);
        _all.Enqueue(message);
        _heard.Writer.TryWrite(message);
        foreach (var said in answer(message))
            Say(said);
    }
}
