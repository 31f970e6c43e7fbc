using System.Collections.Concurrent;
using Pool.Runtime.Adapters;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Workers;

/// <summary>A worker that says its lines whatever it hears, and ends as the test makes it end: killed, with status 137.</summary>
internal sealed class RecitingChannel : QueuedOutputChannel
{
    private readonly ConcurrentQueue<string> _happened = new();

    public RecitingChannel(params IEnumerable<WorkerMessage> lines)
    {
        foreach (var line in lines)
            Say(line);
    }

    /// <summary>What was done to it, in order: the types of the messages that were sent, "close", "kill", "dispose".</summary>
    public IReadOnlyList<string> Happened => [.. _happened];

    /// <summary>The first message that was sent to it.</summary>
    public HostMessage? Greeting { get; private set; }

    public bool IsKillable { get; init; } = true;

    /// <summary>Fails what is sent to it.</summary>
    public Exception? SendError { get; set; }

    /// <summary>What comes of reading on after its last line; null for the end of its output.</summary>
    public Exception? ReceiveError { get; init; }

    public override string ErrorOutputTail => ErrorOutputEnded.IsCompleted ? "Traceback" : "";

    public override Task ErrorOutputEnded => ErrorOutput;

    public Task ErrorOutput { get; init; } = Task.CompletedTask;

    /// <summary>Says no more, but has not exited.</summary>
    public void FallSilent() => EndOutput();

    public void ExitWith(int status) => Exit(new WorkerExit(status, null, null));

    public override ValueTask SendAsync(HostMessage message, CancellationToken cancellationToken)
    {
        Greeting ??= message;
        _happened.Enqueue(message.GetType().Name);
        return SendError is { } error ? ValueTask.FromException(error) : default;
    }

    public override async ValueTask<WorkerMessage?> ReceiveAsync(CancellationToken cancellationToken) =>
        await base.ReceiveAsync(cancellationToken) ?? (ReceiveError is { } error ? throw error : null);

    public override void CloseInput() => _happened.Enqueue("close");

    public override void Kill()
    {
        _happened.Enqueue("kill");
        if (IsKillable)
            End(137);
    }

    public override ValueTask DisposeAsync()
    {
        _happened.Enqueue("dispose");
        return base.DisposeAsync();
    }
}
