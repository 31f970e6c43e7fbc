using System.ComponentModel;
using System.Diagnostics;
using Pool.Runtime.Protocol;
using Pool.Runtime.Telemetry;

namespace Pool.Runtime.Adapters;

/// <summary>The channel to a worker process: frames on its standard streams, its error output drained.</summary>
internal sealed class ProcessChannel : WorkerChannel
{
    // On Unix the runtime reports death by signal n as exit code 128 + n.
    private const int SignalBase = 128;
    private const int HighestSignal = 64;

    private readonly Process _process;
    private readonly FramedChannel _frames;
    private readonly ErrorOutputTail _errorOutput;
    private readonly TaskCompletionSource<WorkerExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _errorOutputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _killed;

    public ProcessChannel(Process process, int errorOutputBytes, WorkerStart start)
    {
        _process = process;
        ProcessId = process.Id;
        _errorOutput = new ErrorOutputTail(errorOutputBytes);
        _frames = new FramedChannel(process.StandardInput.BaseStream, process.StandardOutput.BaseStream, start.Limits);
        start.StartLoop(() => ObserveExitAsync(start));
        start.StartLoop(() => DrainErrorOutputAsync(start));
    }

    public override int? ProcessId { get; }

    public override Task<WorkerExit> Exited => _exited.Task;

    public override string ErrorOutputTail => _errorOutput.ToString();

    public override Task ErrorOutputEnded => _errorOutputEnded.Task;

    public override ValueTask SendAsync(HostMessage message, CancellationToken cancellationToken) =>
        _frames.SendAsync(message, cancellationToken);

    public override ValueTask<WorkerMessage?> ReceiveAsync(CancellationToken cancellationToken) =>
        _frames.ReceiveAsync(cancellationToken);

    public override void Restrict(int maxFrameBytes) => _frames.Restrict(maxFrameBytes);

    public override void CloseInput()
    {
        try
        {
            _process.StandardInput.BaseStream.Dispose();
        }
        catch (IOException)
        {
            // Closing flushes nothing of ours; a broken pipe only says that the worker was faster.
        }
    }

    public override void Kill()
    {
        if (Interlocked.Exchange(ref _killed, 1) != 0)
            return;
        try
        {
            _process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It ended by itself a moment ago; Exited tells.
        }
    }

    public override async ValueTask DisposeAsync()
    {
        Kill();
        await _exited.Task;
        CloseInput();
        // A grandchild may hold the other ends open; closing ours ends the loops that read them.
        _process.StandardOutput.BaseStream.Dispose();
        _process.StandardError.BaseStream.Dispose();
        await _errorOutputEnded.Task;
        _process.Dispose();
    }

    private async Task ObserveExitAsync(WorkerStart start)
    {
        try
        {
            await _process.WaitForExitAsync();
            var code = _process.ExitCode;
            var bySignal = !OperatingSystem.IsWindows() && code is > SignalBase and <= SignalBase + HighestSignal;
            _exited.SetResult(bySignal ? new WorkerExit(null, code - SignalBase, null) : new WorkerExit(code, null, null));
        }
        catch (Exception e)
        {
            Log.WorkerExitUnknown(start.Logger, start.PoolName, start.WorkerId, e);
            _exited.TrySetResult(new WorkerExit(null, null, $"its end could not be observed ({e.Message})"));
        }
    }

    private async Task DrainErrorOutputAsync(WorkerStart start)
    {
        var buffer = new byte[4096];
        try
        {
            var stream = _process.StandardError.BaseStream;
            int read;
            while ((read = await stream.ReadAsync(buffer)) > 0)
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
