using System.IO.Pipes;
using Pool.Runtime.Adapters.Processes;

namespace Pool.Runtime.Adapters.ForkServer;

/// <summary>A worker that a template has forked. What it leaves behind its template ends, whose children those become.</summary>
internal sealed class ForkedProcess : WorkerProcess
{
    private readonly ForkTemplate _template;
    private readonly Lock _gate = new();
    private readonly AnonymousPipeClientStream _input;
    private readonly AnonymousPipeClientStream _output;
    private readonly AnonymousPipeClientStream _errors;
    private readonly TaskCompletionSource<WorkerExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PidHandle? _handle;
    private int _idAtTemplate;
    private int? _id;
    private volatile bool _isKilled;

    public ForkedProcess(ForkTemplate template, (AnonymousPipeClientStream Input, AnonymousPipeClientStream Output, AnonymousPipeClientStream Errors) streams)
    {
        _template = template;
        (_input, _output, _errors) = streams;
    }

    public override int? Id => _id;

    /// <summary>Whether its end is due.</summary>
    public bool IsKilled => _isKilled;

    public override Stream Input => _input;

    public override Stream Output => _output;

    public override Stream Errors => _errors;

    public override long? ResidentBytes => _id is { } id && !_exited.Task.IsCompleted ? ProcessMemory.ReadResidentBytesOfTree(id) : null;

    /// <summary>It has come to be.</summary>
    /// <param name="idAtTemplate">Its id as its template counts.</param>
    /// <param name="handle">It, or what has its id now; null when it is gone already.</param>
    /// <param name="templateId">Its template, whose child it must be.</param>
    public void Born(int idAtTemplate, PidHandle? handle, int templateId)
    {
        lock (_gate)
        {
            _idAtTemplate = idAtTemplate;
            if (handle is not null && ProcFile.Parent(handle.ProcessId) == templateId)
                (_handle, _id) = (handle, handle.ProcessId);
            else
                handle?.Dispose();
        }
    }

    /// <summary>Its end was seen.</summary>
    public void Ended(WorkerExit exit) => _exited.TrySetResult(exit);

    /// <summary>It will never come to be.</summary>
    public void Abandon()
    {
        _exited.TrySetResult(new WorkerExit(null, null, "it was never forked"));
        Dispose();
        _output.Dispose();
    }

    public override void Identify()
    {
    }

    public override Task<WorkerExit> WaitForExitAsync(Func<Task<ErrorOutputTail>> lastErrors) => _exited.Task;

    public override void Kill()
    {
        lock (_gate)
        {
            if (_exited.Task.IsCompleted)
                return;
            _isKilled = true;
            if (_handle is { } handle)
                handle.TrySend(LinuxNative.SigKill);
            else
                _template.Kill(_idAtTemplate);
        }
    }

    public override void Dispose()
    {
        lock (_gate)
        {
            _handle?.Dispose();
            _input.Dispose();
            _errors.Dispose();
        }
    }
}
