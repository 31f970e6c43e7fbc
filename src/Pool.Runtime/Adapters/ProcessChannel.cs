using Pool.Runtime.Adapters.Processes;
using Pool.Runtime.Protocol;
using Pool.Runtime.Telemetry;

namespace Pool.Runtime.Adapters;

/// <summary>The channel to a worker process: frames on its standard streams, its error output drained.</summary>
internal sealed class ProcessChannel : WorkerChannel
{
    // What the worker wrote before it ended is read by then, unless the machine is very busy.
    private static readonly TimeSpan LastOutput = TimeSpan.FromSeconds(1);

    private readonly WorkerProcess _process;
    private readonly FramedChannel _frames;

    // Null where the system offers no such way; then the streams' own asynchronous reads do.
    private readonly OutputReader? _reader;
    private readonly ErrorOutputTail _errorOutput;
    private readonly TaskCompletionSource<WorkerExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _errorOutputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _outputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _killed;
    private bool _identified;

    public ProcessChannel(WorkerProcess process, int errorOutputBytes, WorkerStart start)
    {
        _process = process;
        _errorOutput = new ErrorOutputTail(errorOutputBytes);
        var direct = DirectPipeStream.TryOpen(process.Input, process.Output);
        _frames = new FramedChannel(direct ?? process.Input, direct ?? process.Output, start.Limits);
        if (direct is not null)
            _reader = new OutputReader(_frames, direct, $"{start.PoolName} {start.WorkerId} output");
        start.StartLoop(() => ObserveExitAsync(start));
        start.StartLoop(() => DrainErrorOutputAsync(start));
    }

    public override int? ProcessId => _process.Id;

    public override long? ResidentBytes => _exited.Task.IsCompleted ? null : _process.ResidentBytes;

    public override Task<WorkerExit> Exited => _exited.Task;

    public override string ErrorOutputTail => _errorOutput.ToString();

    public override Task ErrorOutputEnded => _errorOutputEnded.Task;

    public override ValueTask SendAsync(HostMessage message, CancellationToken cancellationToken)
    {
        var sending = _frames.SendAsync(message, cancellationToken);
        return sending.IsCompletedSuccessfully ? sending : FinishSendAsync(sending, cancellationToken);
    }

    public override async ValueTask<WorkerMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var isLast = true;
        try
        {
            var message = _reader is null ? await _frames.ReceiveAsync(cancellationToken) : await _reader.ReceiveAsync(cancellationToken);
            isLast = message is null;
            if (!isLast && !_identified)
            {
                _identified = true;
                _process.Identify();
            }

            return message;
        }
        finally
        {
            if (isLast)
                _outputEnded.TrySetResult();
        }
    }

    public override async Task DeliverAsync(Func<WorkerMessage, bool> receive)
    {
        try
        {
            await (_reader?.DeliverAsync(receive) ?? base.DeliverAsync(receive));
        }
        finally
        {
            _outputEnded.TrySetResult();
        }
    }

    public override void Restrict(int maxFrameBytes) => _frames.Restrict(maxFrameBytes);

    public override void CloseInput()
    {
        try
        {
            _process.Input.Dispose();
        }
        catch (IOException)
        {
            // Closing flushes nothing of ours; a broken pipe only says that the worker was faster.
        }
    }

    public override void Kill()
    {
        if (Interlocked.Exchange(ref _killed, 1) == 0)
            _process.Kill();
    }

    public override async ValueTask DisposeAsync()
    {
        Kill();
        await _exited.Task;
        CloseInput();
        // A grandchild may hold the other ends open; closing ours ends the loops that read them.
        await EndReadsAsync();
        await _process.Errors.DisposeAsync();
        await _errorOutputEnded.Task;
        _process.Dispose();
    }

    private static async ValueTask FinishSendAsync(ValueTask sending, CancellationToken cancellationToken)
    {
        try
        {
            await sending;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException("The worker's input was closed during the write.", e);
        }
    }

    private async Task ObserveExitAsync(WorkerStart start)
    {
        try
        {
            _exited.SetResult(await _process.WaitForExitAsync(() => LastErrorsAsync(start.Time)));
        }
        catch (Exception e)
        {
            Log.WorkerExitUnknown(start.Logger, start.PoolName, start.WorkerId, e);
            _exited.TrySetResult(new WorkerExit(null, null, $"its end could not be observed ({e.Message})"));
        }

        await EndOutputAsync(start.Time);
    }

    private async Task<ErrorOutputTail> LastErrorsAsync(TimeProvider time)
    {
        try
        {
            await _errorOutputEnded.Task.WaitAsync(LastOutput, time);
        }
        catch (TimeoutException)
        {
            // Somebody holds it open and may write for ever; what is there has to do.
        }

        return _errorOutput;
    }

    // A grandchild that inherited the worker's output would keep it open, and the pool would never see the worker go.
    private async Task EndOutputAsync(TimeProvider time)
    {
        try
        {
            await _outputEnded.Task.WaitAsync(LastOutput, time);
        }
        catch (TimeoutException)
        {
            await EndReadsAsync();
        }
    }

    private async Task EndReadsAsync()
    {
        if (_reader is not null)
            await _reader.StopAsync();
        await _process.Output.DisposeAsync();
    }

    private async Task DrainErrorOutputAsync(WorkerStart start)
    {
        var buffer = new byte[4096];
        try
        {
            int read;
            while ((read = await _process.Errors.ReadAsync(buffer)) > 0)
                _errorOutput.Append(buffer.AsSpan(0, read));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The stream was closed under the read because the channel is disposed.
        }
        finally
        {
            _errorOutputEnded.SetResult();
        }

        if (_errorOutput.ToString() is { Length: > 0 } text)
            Log.WorkerErrorOutput(start.Logger, start.PoolName, start.WorkerId, text);
    }
}
