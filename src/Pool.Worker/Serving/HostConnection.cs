using System.Threading.Channels;
using Pool.Runtime.Protocol;

namespace Pool.Worker.Serving;

/// <summary>
/// One host. A thread of its own reads and answers what can't wait (ping, cancel, end of input); requests and
/// whatever must keep its place among them go through a queue to the one executor.
/// </summary>
internal sealed class HostConnection : IDisposable
{
    private readonly WorkerDefinition _worker;
    private readonly FrameReader _reader;
    private readonly FrameSink _sink;
    private readonly Lazy<RequestLine> _line;
    private bool _isReading;

    public HostConnection(WorkerDefinition worker, Stream input, Stream output)
    {
        _worker = worker;
        _reader = new FrameReader(input, new FrameLimits { MaxFrameBytes = worker.Options.MaxFrameBytes });
        _sink = new FrameSink(output);
        _line = new Lazy<RequestLine>(() => new RequestLine(worker, _sink));
    }

    /// <summary>Serves until the host asks for the end; returns the exit code.</summary>
    public async Task<int> ServeAsync()
    {
        try
        {
            if (await GreetAsync() is > 0 and var exitCode)
                return exitCode;
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
        RequestLine line = _line.Value;
        while (true)
        {
            switch (await line.Queue.Reader.ReadAsync())
            {
                case HostRequest request:
                    await line.Executor.RunAsync(request);
                    break;
                case HostSnapshot snapshot:
                    await line.Executor.SnapshotAsync(snapshot);
                    break;
                case HostRestore restore:
                    await line.Executor.RestoreAsync(restore);
                    break;
                case HostEndSession end:
                    line.Executor.EndSession(end.Session);
                    break;
                default:
                    return 0;
            }
        }
    }

    public void Dispose()
    {
        if (_line.IsValueCreated)
            _line.Value.Dispose();
    }

    private static int Complain(ProtocolException broken)
    {
        Console.Error.WriteLine($"Pool.Worker: the host broke the protocol. {broken.Message}");
        return 3;
    }

    // Returns the exit code of a worker that goes no further; 0 for one that does.
    private async Task<int> GreetAsync()
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

        _sink.Write(FirstWords.Hello(Introduction()));
        _worker.Log.Open();
        return 0;
    }

    private WorkerHello Introduction()
    {
        var commands = new Dictionary<string, CommandDescription>(_worker.Commands.Count, StringComparer.Ordinal);
        foreach ((string name, MappedCommand command) in _worker.Commands)
            commands.Add(name, new CommandDescription(name, (WireCommandKind)command.Kind));
        return new WorkerHello(
            WireFormat.Version,
            $"{_worker.Name} (.NET {Environment.Version})",
            Environment.ProcessId,
            _worker.Options.MaxFrameBytes,
            commands,
            _worker.Snapshots is null ? ["cancel", "ping_while_busy"] : ["cancel", "ping_while_busy", "snapshot"]);
    }

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
        ChannelWriter<HostMessage> queue = _line.Value.Queue.Writer;
        if (!queue.TryWrite(message))
            queue.WriteAsync(message).AsTask().GetAwaiter().GetResult();
    }
#pragma warning restore VSTHRD002

    private void Take(HostMessage message)
    {
        switch (message)
        {
            case HostPing ping:
                _sink.Write(FirstWords.Pong(ping.Id));
                break;
            case HostCancel cancel:
                _line.Value.Executor.Cancel(cancel.Id);
                break;
            case HostCredit credit:
                _line.Value.Executor.Grant(credit.Id, credit.Chunks);
                break;
            case HostHello:
                throw Malformed.Because("a second hello");
            case HostRequest request:
                _line.Value.Executor.Announce(request.Id, request.Window);
                Enqueue(request);
                break;
            case HostSnapshot snapshot:
                _line.Value.Executor.Announce(snapshot.Id);
                Enqueue(snapshot);
                break;
            case HostRestore restore:
                _line.Value.Executor.Announce(restore.Id);
                Enqueue(restore);
                break;
            default:
                Enqueue(message);
                break;
        }
    }
}
