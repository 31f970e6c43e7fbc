using Pool.Runtime.Protocol;

namespace Pool.Worker.Serving;

/// <summary>Sends log entries to the host, from the level that it asked for. Keeps those from before the hello. Thread-safe.</summary>
internal sealed class LogSink
{
    private const int MostHeld = 100;

    // Guards _held until that is null, which is when entries may be sent.
    private readonly Lock _gate = new();
    private List<WorkerLog>? _held = [];
    private FrameSink? _frames;
    private int _maxBytes = WorkerLog.MaxBytes;
    private int _lowest = (int)WireLogLevel.Trace;
    private long _running;

    /// <summary>Id of the request that runs; null for none.</summary>
    public long? Running
    {
        get => Volatile.Read(ref _running) is not 0 and var id ? id : null;
        set => Volatile.Write(ref _running, value ?? 0);
    }

    public bool IsEnabled(WorkerLogLevel level) => (int)level >= Volatile.Read(ref _lowest);

    /// <summary>The host has said what it wants; nothing may be sent yet.</summary>
    public void Greet(FrameSink frames, HostHello hello)
    {
        lock (_gate)
        {
            _frames = frames;
            _maxBytes = Math.Min(WorkerLog.MaxBytes, hello.MaxFrameBytes);
            Volatile.Write(ref _lowest, hello.LogLevel is { } lowest ? (int)lowest : int.MaxValue);
        }
    }

    /// <summary>The hello is written: entries may follow.</summary>
    public void Open()
    {
        lock (_gate)
        {
            foreach (WorkerLog entry in _held ?? [])
                Send(entry);
            _held = null;
        }
    }

    public void Write(WorkerLogLevel level, string logger, string message, Exception? exception)
    {
        if (!IsEnabled(level))
            return;
        var entry = new WorkerLog((WireLogLevel)level, logger, message, Running, exception is null ? null : TextOf(exception));
        lock (_gate)
        {
            if (_held is { } held)
            {
                if (held.Count < MostHeld)
                    held.Add(entry);
                return;
            }
        }

        Send(entry);
    }

    private static string TextOf(Exception exception)
    {
        try
        {
            return exception.ToString();
        }
        catch (Exception)
        {
            return exception.GetType().ToString();
        }
    }

    private void Send(WorkerLog entry)
    {
        if ((int)entry.Level < Volatile.Read(ref _lowest) || LogEntrySize.Cut(entry, _maxBytes) is not { } fitting)
            return;
        try
        {
            _frames!.Write(fitting);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // The host is gone, which the thread that reads notices and acts upon.
        }
    }
}
