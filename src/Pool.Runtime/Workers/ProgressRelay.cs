using System.Text.Json;
using System.Threading.Channels;
using Pool.Runtime.Protocol;

namespace Pool.Runtime.Workers;

/// <summary>Hands progress to its caller's <see cref="IProgress{T}"/>, in order, on a loop of its own.</summary>
internal sealed class ProgressRelay(IProgress<JsonElement> progress, Action<Func<Task>> startLoop, Action<Exception> failed) : ReplySink
{
    // A caller that is slower than its worker sees the latest reports; old ones say nothing new.
    private const int MaxWaiting = 256;

    private readonly Channel<JsonElement> _reports = Channel.CreateBounded<JsonElement>(new BoundedChannelOptions(MaxWaiting)
    {
        FullMode = BoundedChannelFullMode.DropOldest,
        SingleReader = true,
    });

    private int _started;

    public override string? Take(WorkerMessage message)
    {
        if (message is not WorkerProgress { Value: var value })
            return null;
        _reports.Writer.TryWrite(JsonElement.Parse(value.Json.Span));
        if (Interlocked.Exchange(ref _started, 1) == 0)
            startLoop(RelayAsync);
        return null;
    }

    public override void End() => _reports.Writer.TryComplete();

    private async Task RelayAsync()
    {
        while (await _reports.Reader.WaitToReadAsync())
        {
            while (_reports.Reader.TryRead(out var report))
                Relay(report);
        }
    }

    private void Relay(JsonElement report)
    {
        try
        {
            progress.Report(report);
        }
        catch (Exception e)
        {
            failed(e);
        }
    }
}
