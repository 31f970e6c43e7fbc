using Pool.Runtime.Protocol;

namespace Pool.Worker.Serving;

/// <summary>Writes whole messages for whichever thread has one.</summary>
internal sealed class FrameSink
{
    private readonly Lock _gate = new();
    private readonly FrameWriter _writer;

    public FrameSink(Stream output) => _writer = new FrameWriter(output, new FrameLimits { MaxFrameBytes = int.MaxValue });

    public void Restrict(int maxFrameBytes) => _writer.Restrict(maxFrameBytes);

    /// <exception cref="ProtocolException">The message is larger than the host takes; nothing was written.</exception>
    public void Write(WorkerMessage message)
    {
        lock (_gate)
            Complete(_writer.WriteAsync(message, CancellationToken.None));
    }

    /// <exception cref="ProtocolException">The frame is larger than the host takes; nothing was written.</exception>
    public void Write(Frame frame)
    {
        lock (_gate)
            Complete(_writer.WriteAsync(frame, CancellationToken.None));
    }

    private static void Complete(ValueTask writing)
    {
        try
        {
#pragma warning disable VSTHRD002 // The stream writes inline (InlineStream), so there is nothing to wait for.
            writing.AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }
        catch (IOException)
        {
            // Nobody reads the output any more, so there is nobody left to work for (P29).
            NativeProcess.ExitNow(0);
        }
    }
}
