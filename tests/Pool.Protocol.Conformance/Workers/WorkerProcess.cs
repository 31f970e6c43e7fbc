using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Pool.Protocol.Conformance.Wire;

namespace Pool.Protocol.Conformance.Workers;

/// <summary>
/// A worker that was started, and the host's ends of its three pipes. Disposing ends it, whatever it is doing. Each wait ends
/// with the deadline, which counts from the start. Reading and writing block a thread of the thread pool, since that is what
/// .NET does for pipes; a deadline leaves such a thread behind until the process is gone.
/// </summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly CancellationTokenSource _deadline;
    private readonly TimeSpan _patience;
    private readonly StringBuilder _errors = new();
    private readonly Task _draining;

    private WorkerProcess(Process process, TimeSpan patience, bool drain)
    {
        _process = process;
        _patience = patience;
        _deadline = new CancellationTokenSource(patience, TimeProvider.System);
        _input = process.StandardInput.BaseStream;
        _output = process.StandardOutput.BaseStream;
        Frames = new FrameInput(_output);
        _draining = drain ? DrainAsync() : Task.CompletedTask;
    }

    public FrameInput Frames { get; }

    public int Pid => _process.Id;

    /// <summary>Starts a worker. Standard error can be closed only where nobody drains it.</summary>
    public static WorkerProcess Start(WorkerCommand command, TimeSpan patience, bool drain = true)
    {
        var start = new ProcessStartInfo(command.File, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            return new WorkerProcess(Process.Start(start)!, patience, drain);
        }
        catch (Win32Exception missing)
        {
            throw new BrokenRequirementException($"`{command}` can't be started: {missing.Message}");
        }
    }

    /// <summary>The next frame, or null at the end of output.</summary>
    public async Task<WorkerFrame?> ReadAsync(string awaited)
    {
        try
        {
            return await Frames.ReadAsync().WaitAsync(_deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new BrokenRequirementException($"no {awaited} came within {_patience.TotalSeconds:0.#} s");
        }
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (!await TryWriteAsync(bytes))
            throw new BrokenRequirementException($"it no longer reads its input: {await DescribeEndAsync()}");
    }

    /// <summary>Writes, or returns false when the worker has closed its input.</summary>
    public async Task<bool> TryWriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await _input.WriteAsync(bytes, CancellationToken.None).AsTask().WaitAsync(_deadline.Token);
            await _input.FlushAsync(_deadline.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            throw new BrokenRequirementException($"it did not read its input for {_patience.TotalSeconds:0.#} s");
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void CloseInput() => _input.Dispose();

    public void CloseOutput() => _output.Dispose();

    public void CloseErrors() => _process.StandardError.Dispose();

    /// <summary>The files behind the host's ends of input and output, as /proc names them.</summary>
    public IReadOnlyList<string> PipeNames() =>
        [DescriptorTable.NameOf(_input), DescriptorTable.NameOf(_output)];

    public void Interrupt() => Signals.Interrupt(_process.Id);

    public async Task<WorkerExit> ExitAsync()
    {
        try
        {
            await _process.WaitForExitAsync(_deadline.Token);
            await _draining.WaitAsync(_deadline.Token);
            lock (_errors)
                return new WorkerExit(_process.ExitCode, _errors.ToString());
        }
        catch (OperationCanceledException)
        {
            throw new BrokenRequirementException($"it did not end within {_patience.TotalSeconds:0.#} s");
        }
    }

    /// <summary>How it ended, for a message about something else.</summary>
    public async Task<string> DescribeEndAsync()
    {
        try
        {
            return (await ExitAsync()).ToString();
        }
        catch (BrokenRequirementException alive)
        {
            return alive.Message;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _deadline.Dispose();
    }

    private async Task DrainAsync()
    {
        var buffer = new char[4096];
        try
        {
            while (await _process.StandardError.ReadAsync(buffer, CancellationToken.None) is > 0 and var read)
            {
                lock (_errors)
                    _errors.Append(buffer, 0, read);
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // The process is being disposed of.
        }
    }
}
