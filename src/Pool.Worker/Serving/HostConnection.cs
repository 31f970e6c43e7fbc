using System.Threading.Channels;
using Pool.Runtime.Protocol;

namespace Pool.Worker.Serving;

/// <summary>
/// One host. A thread of its own reads and answers what can't wait (ping, cancel, end of input); requests and
/// whatever must keep its place among them go through a queue to the one executor.
/// </summary>
internal sealed class HostConnection : IDisposable
{
    // The protocol promises hosts so many (P41).
    private const int MaxQueued = 256;

    private readonly WorkerDefinition _worker;
    private readonly FrameReader _reader;
    private bool _isReading;
    private readonly FrameSink _sink;
    private readonly PayloadSerializer _serializer;
    private readonly CommandExecutor _executor;
    private readonly Channel<HostMessage> _queue = Channel.CreateBounded<HostMessage>(
        new BoundedChannelOptions(MaxQueued) { SingleReader = true, SingleWriter = true });

    public HostConnection(WorkerDefinition worker, Stream input, Stream output)
    {
        _worker = worker;
        _reader = new FrameReader(input, new FrameLimits { MaxFrameBytes = worker.Options.MaxFrameBytes });
        _sink = new FrameSink(output);
        _serializer = new PayloadSerializer(new FrameLimits { MaxFrameBytes = int.MaxValue });
        _executor = new CommandExecutor(worker, new WorkerState(worker.Options.TimeProvider, _serializer, worker.Log), _sink);
    }

    /// <summary>Serves until the host asks for the end; returns the exit code.</summary>
    public async Task<int> ServeAsync()
    {
        try
        {
            if (await GreetAsync() is { } refused)
                return refused;
        }
        catch (ProtocolException broken) when (broken.Fault != ProtocolFault.Truncated)
        {
            return Complain(broken);
        }
        catch (Exception gone) when (gone is IOException or ProtocolException)
        {
            return 0;
        }

        StartReading();
        while (true)
        {
            switch (await _queue.Reader.ReadAsync())
            {
                case HostRequest request:
                    await _executor.RunAsync(request);
                    break;
                case HostSnapshot snapshot:
                    await _executor.SnapshotAsync(snapshot);
                    break;
                case HostRestore restore:
                    await _executor.RestoreAsync(restore);
                    break;
                case HostEndSession end:
                    _executor.EndSession(end.Session);
                    break;
                default:
                    return 0;
            }
        }
    }

    public void Dispose() => _serializer.Dispose();

    private static int Complain(ProtocolException broken)
    {
        Console.Error.WriteLine($"Pool.Worker: the host broke the protocol. {broken.Message}");
        return 3;
    }

    // Returns the exit code of a worker that goes no further.
    private async Task<int?> GreetAsync()
    {
        Frame first = await _reader.ReadAsync(CancellationToken.None)
            ?? throw new IOException("The host closed the connection before its hello.");
        if (HostMessageCodec.Decode(first) is not HostHello hello)
            throw Malformed.Because("the first message of a host must be its hello");
        _sink.Restrict(hello.MaxFrameBytes);
        if (hello.MinVersion > WireFormat.Version || hello.MaxVersion < WireFormat.Version)
        {
            _sink.Write(new WorkerError(Id: null, new WorkerErrorInfo(
                "ProtocolVersionMismatch",
                $"The host speaks protocol versions {hello.MinVersion} to {hello.MaxVersion}; "
                + $"this worker speaks version {WireFormat.Version}.",
                Retryable: false,
                Traceback: null)));
            return 2;
        }

        _worker.Log.Greet(_sink, hello);
        if (_worker.OnStart.Count > 0)
        {
            // From here on, since the host may die meanwhile.
            StartReading();
            if (!await StartHooks.RunAsync("OnStart", _worker.OnStart))
                return 1;
        }

        _sink.Write(Introduction());
        _worker.Log.Open();
        return null;
    }

    private WorkerHello Introduction() => new(
        WireFormat.Version,
        $"{_worker.Name} (.NET {Environment.Version})",
        Environment.ProcessId,
        _worker.Options.MaxFrameBytes,
        _worker.Commands.ToDictionary(
            command => command.Key,
            command => new CommandDescription(command.Key, (WireCommandKind)command.Value.Kind),
            StringComparer.Ordinal),
        _worker.Snapshots is null ? ["cancel", "ping_while_busy"] : ["cancel", "ping_while_busy", "snapshot"]);

    private void StartReading()
    {
        if (_isReading)
            return;
        _isReading = true;
        new Thread(Read) { IsBackground = true, Name = "pool-worker-reader" }.Start();
    }

    private void Read()
    {
        try
        {
            while (ReadFrame() is { } frame)
                Take(HostMessageCodec.Decode(frame));
            NativeProcess.ExitNow(0);
        }
        catch (ProtocolException broken) when (broken.Fault != ProtocolFault.Truncated)
        {
            NativeProcess.ExitNow(Complain(broken));
        }
        catch (Exception gone) when (gone is IOException or ProtocolException)
        {
            // The host died in the midst of a frame, or its pipe broke: there is nobody left to work for.
            NativeProcess.ExitNow(0);
        }
    }

#pragma warning disable VSTHRD002 // Runs on the reading thread; the stream reads inline (InlineStream).
    private Frame? ReadFrame()
    {
        ValueTask<Frame?> read = _reader.ReadAsync(CancellationToken.None);
        return read.IsCompleted ? read.Result : read.AsTask().GetAwaiter().GetResult();
    }

    private void Enqueue(HostMessage message)
    {
        if (!_queue.Writer.TryWrite(message))
            _queue.Writer.WriteAsync(message).AsTask().GetAwaiter().GetResult();
    }
#pragma warning restore VSTHRD002

    private void Take(HostMessage message)
    {
        switch (message)
        {
            case HostPing ping:
                _sink.Write(new WorkerPong(ping.Id));
                break;
            case HostCancel cancel:
                _executor.Cancel(cancel.Id);
                break;
            case HostCredit credit:
                _executor.Grant(credit.Id, credit.Chunks);
                break;
            case HostHello:
                throw Malformed.Because("a second hello");
            case HostRequest request:
                _executor.Announce(request.Id, request.Window);
                Enqueue(request);
                break;
            case HostSnapshot snapshot:
                _executor.Announce(snapshot.Id);
                Enqueue(snapshot);
                break;
            case HostRestore restore:
                _executor.Announce(restore.Id);
                Enqueue(restore);
                break;
            default:
                Enqueue(message);
                break;
        }
    }
}
