using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
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
    private Socket? _connection;
    private int _templateId;
    private long _lastNumber;
    private volatile bool _hasForked;
    private volatile bool _hasEnded;

    private ForkTemplate(Process process, Socket listener, string socketPath, bool hasNamespace, WorkerStart start)
    {
        _process = process;
        _listener = listener;
        _socketPath = socketPath;
        _hasNamespace = hasNamespace;
        _start = start;
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
            template = new ForkTemplate(process, listener, socketPath, setup.Chain.HasNamespace, start);
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
        var request = TemplateMessage.Fork(number, variables.Where(variable => WorkerEnvironment.IsOfOneWorker(variable.Key)), limits);
        // It would arrive cut short, and be the end of the template and of all its workers.
        if (request.Length > MostMessageBytes)
            throw new TemplateException(FormattableString.Invariant($"the variables of the worker are longer than a request of {MostMessageBytes} bytes can hold"));
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
    public void Kill(int workerId)
    {
        try
        {
            Send(TemplateMessage.Kill(workerId), null);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or TemplateException)
        {
            // It has ended, and its workers with it.
        }
    }

    /// <summary>Ends it, and with it whatever it has forked.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        // It sees the end of the conversation and kills what it has; its own end comes when that is gone.
        _connection?.Dispose();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(EndGrace, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        await _ended.Task;
        await _process.StandardInput.BaseStream.DisposeAsync();
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
        _process.Dispose();
        File.Delete(_socketPath);
    }

    private static Socket Listen(string path)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen(1);
            return listener;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            listener.Dispose();
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

    private async Task ServeAsync()
    {
        var reason = "it ended";
        var died = _process.WaitForExitAsync();
        try
        {
            var accepting = _listener.AcceptAsync();
            if (await Task.WhenAny(accepting, died) == died)
                throw new TemplateException($"the fork server ended with status {_process.ExitCode} before it had loaded the program: {Tail()}");
            _connection = await accepting;
            _templateId = _hasNamespace ? ProcFile.Children(_process.Id) is [var child] ? child : 0 : _process.Id;
            var buffer = new byte[MostMessageBytes];
            int length;
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

    private string Tail() => _errors.ToString() is { Length: > 0 } text ? text : "it wrote no error";

    private async Task EndAsync(string reason)
    {
        _hasEnded = true;
        _connection?.Dispose();
        _listener.Dispose();
        // What it does not end by itself: it may hang in the midst of a user's import.
        if (!_ready.Task.IsCompletedSuccessfully)
            KillProcess();
        await _process.WaitForExitAsync();
        var error = new TemplateException($"the fork server has ended: {reason}. {Tail()}", isPassing: true);
        _ready.TrySetException(error);
        foreach (var number in _asked.Keys)
            Failed(number, error);
        foreach (var id in _workers.Keys)
        {
            if (_workers.TryRemove(id, out var worker))
                worker.Ended(new WorkerExit(null, LinuxNative.SigKill, null));
        }

        _ended.SetResult();
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
        var output = DrainAsync(_process.StandardOutput.BaseStream);
        await DrainAsync(_process.StandardError.BaseStream);
        await output;
        if (_errors.ToString() is { Length: > 0 } text)
            Log.ForkServerErrorOutput(_start.Logger, _start.PoolName, text);
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
