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

    private readonly WorkerOptions _options;
    private readonly Dictionary<string, MappedCommand> _commands;
    private readonly string[] _features;
    private readonly FrameReader _reader;
    private readonly FrameSink _sink;
    private readonly PayloadSerializer _serializer;
    private readonly CommandExecutor _executor;
    private readonly Channel<HostMessage> _queue = Channel.CreateBounded<HostMessage>(
        new BoundedChannelOptions(MaxQueued) { SingleReader = true, SingleWriter = true });

    public HostConnection(
        WorkerOptions options,
        Dictionary<string, MappedCommand> commands,
        SnapshotFunctions? snapshots,
        Stream input,
        Stream output)
    {
        _options = options;
        _commands = commands;
        _features = snapshots is null ? ["cancel", "ping_while_busy"] : ["cancel", "ping_while_busy", "snapshot"];
        _reader = new FrameReader(input, new FrameLimits { MaxFrameBytes = options.MaxFrameBytes });
        _sink = new FrameSink(output);
        _serializer = new PayloadSerializer(new FrameLimits { MaxFrameBytes = int.MaxValue });
        _executor = new CommandExecutor(commands, snapshots, new WorkerState(options.TimeProvider, _serializer), _sink);
    }

    /// <summary>Serves until the host asks for the end; returns the exit code.</summary>
    public async Task<int> ServeAsync()
    {
        try
        {
            if (!await GreetAsync())
                return 2;
        }
        catch (ProtocolException broken) when (broken.Fault != ProtocolFault.Truncated)
        {
            return Complain(broken);
        }
        catch (Exception gone) when (gone is IOException or ProtocolException)
        {
            return 0;
        }

        new Thread(Read) { IsBackground = true, Name = "pool-worker-reader" }.Start();
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

    private async Task<bool> GreetAsync()
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
            return false;
        }

        _sink.Write(Introduction());
        return true;
    }

    private WorkerHello Introduction()
    {
        string name = _options.Name ?? $"Pool.Worker {typeof(WorkerApplication).Assembly.GetName().Version?.ToString(3)}";
        return new WorkerHello(
            WireFormat.Version,
            $"{name} (.NET {Environment.Version})",
            Environment.ProcessId,
            _options.MaxFrameBytes,
            _commands.ToDictionary(
                command => command.Key,
                command => new CommandDescription(command.Key, (WireCommandKind)command.Value.Kind),
                StringComparer.Ordinal),
            _features);
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
