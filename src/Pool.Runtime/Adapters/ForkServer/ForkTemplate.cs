using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Pool.Runtime.Adapters.Guards;
using Pool.Runtime.Adapters.Launching;
using Pool.Runtime.Adapters.Processes;
using Pool.Runtime.Telemetry;

namespace Pool.Runtime.Adapters.ForkServer;

/// <summary>One process that has loaded a program's modules and forks a worker whenever it is asked to.</summary>
/// <remarks>
/// Thread-safe. The other side is <c>pool_worker/forkserver.py</c>. They talk over a socket in the host's private folder; the
/// three pipes of each worker are handed over it. The template is the parent of its workers, so it sees and tells their ends.
/// </remarks>
internal sealed class ForkTemplate : IAsyncDisposable
{
    private const int MostMessageBytes = 64 * 1024;
    private const int ErrorOutputBytes = 16 * 1024;
    private const int RoomBytes = 4 * 1024;

    private static readonly TimeSpan EndGrace = TimeSpan.FromSeconds(5);

    // What it wrote before it ended is read by then; a process that it has left behind may keep its error output open.
    private static readonly TimeSpan LastOutput = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly Socket _listener;
    private readonly string _socketPath;
    private readonly bool _hasNamespace;
    private readonly WorkerStart _start;
    private readonly ErrorOutputTail _errors = new(ErrorOutputBytes);
    private readonly ConcurrentDictionary<long, TaskCompletionSource<ForkedProcess>> _asked = new();
    private readonly ConcurrentDictionary<int, ForkedProcess> _workers = new();
    private readonly ConcurrentDictionary<long, ForkedProcess> _unborn = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _sending = new();
    private readonly TimeProvider _time;
    private readonly TemplateWatch _watch;
    private readonly CancellationTokenSource _watching = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Socket? _connection;
    private int _templateId;
    private long _lastNumber;
    private volatile bool _hasForked;
    private volatile bool _hasEnded;

    private ForkTemplate(Process process, Socket listener, string socketPath, bool hasNamespace, WorkerStart start, TimeProvider time)
    {
        _process = process;
        _listener = listener;
        _socketPath = socketPath;
        _hasNamespace = hasNamespace;
        _start = start;
        _time = time;
        _watch = new TemplateWatch(time, Owes, () => TrySend(TemplateMessage.Ping()), KillProcess);
    }

    /// <summary>Whether it forks no more.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Whether it has forked a worker.</summary>
    public bool HasForked => _hasForked;

    /// <summary>Its process, as this machine counts.</summary>
    public int ProcessId => _templateId;

    /// <summary>Starts a template; completes when it has loaded the program.</summary>
    /// <remarks>It is killed once <paramref name="ending"/> comes before it has loaded the program.</remarks>
    /// <exception cref="TemplateException">It can't serve as one.</exception>
    public static async Task<ForkTemplate> StartAsync(
        WorkerHost host, HostSetup setup, ProcessAdapterOptions options, IReadOnlyDictionary<string, string> variables, string socketPath, WorkerStart start,
        CancellationToken ending)
    {
        var listener = Listen(socketPath);
        ForkTemplate template;
        try
        {
            var own = variables.Where(variable => variable.Key == WorkerTag.HostVariable || !WorkerEnvironment.IsOfOneWorker(variable.Key))
                .ToDictionary(StringComparer.Ordinal);
            own[WorkerTag.RoomVariable] = new string('.', RoomBytes);
            var process = await ProcessLauncher.StartAsync(host, setup, options, limits: null, own, "--fork-server", socketPath);
            template = new ForkTemplate(process, listener, socketPath, setup.Chain.HasNamespace, start, host.Time);
        }
        catch
        {
            listener.Dispose();
            throw;
        }

        start.StartLoop(template.DrainAsync);
        start.StartLoop(template.ServeAsync);
        await using var killing = ending.Register(template.KillProcess);
        await template._ready.Task;
        return template;
    }

    /// <summary>Forks a worker.</summary>
    /// <param name="variables">All its variables; those of one worker are set in it.</param>
    /// <param name="limits">Limits that it sets for itself; null for none.</param>
    /// <param name="cancellationToken">Gives up; a worker that comes to be all the same is killed.</param>
    /// <exception cref="TemplateException">It was not forked.</exception>
    public async Task<ForkedProcess> ForkAsync(IReadOnlyDictionary<string, string> variables, WorkerLimits? limits, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _lastNumber);
        var own = variables.Where(variable => WorkerEnvironment.IsOfOneWorker(variable.Key)).ToList();
        if (own.Sum(variable => Encoding.UTF8.GetByteCount(variable.Key) + Encoding.UTF8.GetByteCount(variable.Value) + 2) > RoomBytes)
            throw new TemplateException(FormattableString.Invariant($"the variables of one worker, which are those that begin with {WorkerTag.Prefix}, are longer than {RoomBytes} bytes"));
        var request = TemplateMessage.Fork(number, own, limits);
        // It would arrive cut short, and be the end of the template and of all its workers.
        if (request.Length > MostMessageBytes)
            throw new TemplateException(FormattableString.Invariant($"the request for the worker is longer than {MostMessageBytes} bytes"));
        var asked = new TaskCompletionSource<ForkedProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (var pipes = new WorkerPipes())
        {
            _unborn[number] = new ForkedProcess(this, pipes.TakeOwnEnds());
            _asked[number] = asked;
            try
            {
                if (_hasEnded)
                    throw new TemplateException("the fork server has ended", isPassing: true);
                Send(request, pipes);
            }
            catch (Exception e) when (e is TemplateException or IOException or ObjectDisposedException)
            {
                _asked.TryRemove(number, out _);
                if (_unborn.TryRemove(number, out var unborn))
                    unborn.Abandon();
                throw e as TemplateException ?? new TemplateException("the fork server has ended: " + e.Message, isPassing: true, e);
            }
        }

        try
        {
            return await asked.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            DropWhenBorn(asked.Task);
            throw;
        }
    }

    /// <summary>Has the template kill one of its workers, which is the way when the machine gives no handle of it.</summary>
    public void Kill(int workerId) => TrySend(TemplateMessage.Kill(workerId));

    /// <summary>Ends it, and with it whatever it has forked.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _connection?.Dispose();
        await _ended.Task;
    }

    private static Socket Listen(string path)
    {
        Socket? listener = null;
        try
        {
            listener = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen(1);
            return listener;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            listener?.Dispose();
            throw new TemplateException($"no socket can be made at '{path}' ({e.Message}); name a shorter {nameof(WorkerHostOptions)}.{nameof(WorkerHostOptions.Directory)}", inner: e);
        }
    }

    private void DropWhenBorn(Task<ForkedProcess> asked) => _start.StartLoop(async () =>
    {
        try
        {
            var process = await asked;
            process.Kill();
            await process.WaitForExitAsync(() => Task.FromResult(_errors));
            await process.Output.DisposeAsync();
            process.Dispose();
        }
        catch (TemplateException)
        {
            // It was not born.
        }
    });

    private void Send(byte[] message, WorkerPipes? pipes)
    {
        lock (_sending)
        {
            var connection = _connection ?? throw new TemplateException("the fork server is not connected", isPassing: true);
            DescriptorSocket.Send(connection, message, pipes?.WorkerEnds ?? []);
        }
    }

    private void TrySend(byte[] message)
    {
        try
        {
            Send(message, null);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or TemplateException)
        {
            // It has ended, and its workers with it, or hangs, which its watch will see.
        }
    }

    private bool Owes()
    {
        try
        {
            // What waits to be read here is heard in a moment.
            return (!_asked.IsEmpty || _workers.Values.Any(worker => worker.IsKilled)) && _connection?.Poll(0, SelectMode.SelectRead) == false;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private async Task ServeAsync()
    {
        var reason = "it ended";
        var died = _process.WaitForExitAsync();
        try
        {
            var accepting = _listener.AcceptAsync();
            if (await Task.WhenAny(accepting, died) == died)
                throw new TemplateException($"the fork server ended with status {_process.ExitCode} before it had loaded the program: {await LastErrorsAsync()}");
            _connection = await accepting;
            _templateId = _hasNamespace ? ProcFile.Children(_process.Id) is [var child] ? child : 0 : _process.Id;
            var buffer = new byte[MostMessageBytes];
            int length;
            var watching = _watching.Token;
            _start.StartLoop(() => _watch.RunAsync(watching));
            while ((length = await _connection.ReceiveAsync(buffer, SocketFlags.None)) > 0)
                Heard(TemplateMessage.Parse(buffer.AsSpan(0, length)));
        }
        catch (Exception e)
        {
            reason = e.Message;
            _ready.TrySetException(e as TemplateException ?? new TemplateException("the fork server can't be reached: " + e.Message, isPassing: true, e));
        }

        await EndAsync(reason);
    }

    private async Task EndAsync(string reason)
    {
        _hasEnded = true;
        await _watching.CancelAsync();
        _listener.Dispose();
        // It sees the end of the conversation and kills what it has; its own end comes when that is gone.
        _connection?.Dispose();
        await EndProcessAsync();
        foreach (var id in _workers.Keys)
        {
            if (_workers.TryRemove(id, out var worker))
                worker.Ended(new WorkerExit(null, LinuxNative.SigKill, null));
        }

        var error = new TemplateException($"the fork server has ended: {reason}. {await LastErrorsAsync()}", isPassing: true);
        _ready.TrySetException(error);
        foreach (var number in _asked.Keys)
            Failed(number, error);
        await ReleaseAsync();
        _ended.SetResult();
    }

    private async Task EndProcessAsync()
    {
        // It may hang in the midst of a user's import.
        if (!_ready.Task.IsCompletedSuccessfully)
            KillProcess();
        var exit = _process.WaitForExitAsync();
        if (await Task.WhenAny(exit, Task.Delay(EndGrace, _time)) != exit)
            KillProcess();
        await exit;
    }

    private async Task ReleaseAsync()
    {
        if (_errors.ToString() is { Length: > 0 } text)
            Log.ForkServerErrorOutput(_start.Logger, _start.PoolName, text);
        await _process.StandardInput.BaseStream.DisposeAsync();
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
        _process.Dispose();
        _watching.Dispose();
        File.Delete(_socketPath);
    }

    private async Task<string> LastErrorsAsync()
    {
        await Task.WhenAny(_drained.Task, Task.Delay(LastOutput, _time));
        return _errors.ToString() is { Length: > 0 } text ? text : "it wrote no error";
    }

    private void KillProcess()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    private void Heard(TemplateMessage message)
    {
        _watch.Heard();
        switch (message.Kind)
        {
            case TemplateMessageKind.Ready:
                _ready.TrySetResult();
                break;
            case TemplateMessageKind.Unfit:
                throw new TemplateException(message.Text ?? "it did not say why");
            case TemplateMessageKind.Forked:
                Born(message.Number, message.ProcessId);
                break;
            case TemplateMessageKind.Failed:
                Failed(message.Number, new TemplateException("the fork failed: " + message.Text, isPassing: true));
                break;
            case TemplateMessageKind.Exited:
                if (_workers.TryRemove(message.ProcessId, out var worker))
                    worker.Ended(message.ExitCode < 0 ? new WorkerExit(null, -message.ExitCode, null) : new WorkerExit(message.ExitCode, null, null));
                break;
            case TemplateMessageKind.Alive:
                break;
            default:
                throw new TemplateException($"the fork server said '{message.Kind}', which means nothing", isPassing: true);
        }
    }

    private void Born(long number, int id)
    {
        if (!_unborn.TryRemove(number, out var process))
            return;
        _hasForked = true;
        _workers[id] = process;
        process.Born(id, _hasNamespace ? FindChild(id) : PidHandle.TryOpen(id), _templateId);
        if (_asked.TryRemove(number, out var asked))
            asked.SetResult(process);
    }

    private void Failed(long number, TemplateException error)
    {
        if (_unborn.TryRemove(number, out var process))
            process.Abandon();
        if (_asked.TryRemove(number, out var asked))
            asked.SetException(error);
    }

    // The template counts its workers as its namespace does.
    private PidHandle? FindChild(int id) => ProcFile.Children(_templateId)
        .Where(child => ProcFile.InnermostId(child) == id)
        .Select(PidHandle.TryOpen).FirstOrDefault();

    private async Task DrainAsync()
    {
        await Task.WhenAll(DrainAsync(_process.StandardOutput.BaseStream), DrainAsync(_process.StandardError.BaseStream));
        _drained.SetResult();
    }

    private async Task DrainAsync(Stream stream)
    {
        var buffer = new byte[4096];
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer)) > 0)
                _errors.Append(buffer.AsSpan(0, read));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Closed under the read because the template is disposed of.
        }
    }
}
