using Pool.Runtime.Protocol;

namespace Pool.Runtime.Adapters;

/// <summary>
/// What a host writes to an in-process worker behind frames. While the worker runs a command it is read on, so that what
/// concerns that command is heeded; the rest waits, in its order.
/// </summary>
internal sealed class InProcessInput(FrameReader reader, InProcessServer server)
{
    // What the protocol promises a host (P41).
    private const int MaxWaiting = 256;

    private readonly Queue<HostMessage> _waiting = new();
    private Task<Frame?>? _reading;

    /// <summary>The next message that has to be answered in turn; null at the end of input.</summary>
    public async ValueTask<HostMessage?> NextAsync()
    {
        if (_waiting.TryDequeue(out var waiting))
            return waiting;
        while (await ReadAsync() is { } message)
        {
            if (!server.Heed(message))
                return message;
        }

        return null;
    }

    /// <summary>Reads on until the answer is there, and returns it.</summary>
    public async ValueTask<WorkerMessage?> HeedUntilAsync(ValueTask<WorkerMessage?> answering)
    {
        if (answering.IsCompleted)
            return await answering;
        var answered = answering.AsTask();
        while (!answered.IsCompleted && _waiting.Count < MaxWaiting)
        {
            _reading ??= reader.ReadAsync(CancellationToken.None).AsTask();
            if (await Task.WhenAny(answered, _reading) != answered && !await HeedNextAsync())
                break;
        }

        // Also after the end of the input: the worker is not disposed while a command of it runs.
        return await answered;
    }

    /// <summary>Waits for a read that is under way, once the stream is closed.</summary>
    public async ValueTask SettleAsync()
    {
        try
        {
            if (_reading is { } begun)
                await begun;
        }
        catch (Exception closed) when (closed is IOException or ProtocolException)
        {
            // That is how a read of a closed stream ends.
        }
    }

    private async ValueTask<bool> HeedNextAsync()
    {
        try
        {
            if (await ReadAsync() is not { } message)
            {
                server.Stop("its input ended");
                return false;
            }

            if (!server.Heed(message))
                _waiting.Enqueue(message);
            return true;
        }
        catch (Exception broken) when (broken is IOException or ProtocolException)
        {
            server.Stop("its stream broke: " + broken.Message);
            return false;
        }
    }

    private async ValueTask<HostMessage?> ReadAsync()
    {
        var frame = _reading is { } begun ? await begun : await reader.ReadAsync(CancellationToken.None);
        _reading = null;
        return frame is null ? null : HostMessageCodec.Decode(frame);
    }
}
