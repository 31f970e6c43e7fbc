using System.ComponentModel;
using System.Diagnostics;
using Pool.Runtime.Adapters.Guards;

namespace Pool.Runtime.Adapters.Processes;

/// <summary>A worker that was started as a program.</summary>
/// <param name="process">What was started: the worker, or what waits for it where it has a process namespace of its own.</param>
/// <param name="hasNamespace">Whether the worker is a child of <paramref name="process"/>, in such a namespace.</param>
/// <param name="tag">The variables that mark the worker and what it starts; empty where nothing is left behind.</param>
internal sealed class SpawnedProcess(Process process, bool hasNamespace, (string Name, string Value)[] tag) : WorkerProcess
{
    private const int HighestSignal = 64;

    private readonly Lock _gate = new();
    private PidHandle? _worker;
    private bool _ended;

    public override int? Id => hasNamespace ? _worker?.ProcessId : ProcessId;

    // Kept, since the process gives its streams no longer once it is disposed.
    public override Stream Input { get; } = process.StandardInput.BaseStream;

    public override Stream Output { get; } = process.StandardOutput.BaseStream;

    public override Stream Errors { get; } = process.StandardError.BaseStream;

    public override long? ResidentBytes => _ended ? null : ProcessMemory.ReadResidentBytesOfTree(ProcessId);

    private int ProcessId { get; } = process.Id;

    public override void Identify()
    {
        if (!hasNamespace || ProcFile.Children(ProcessId) is not [var child] || PidHandle.TryOpen(child) is not { } worker)
            return;
        lock (_gate)
        {
            // Looked at again with the handle at hand: from then on the id can't come to mean another process.
            if (!_ended && ProcFile.Parent(child) == ProcessId)
                _worker = worker;
            else
                worker.Dispose();
        }
    }

    public override async Task<WorkerExit> WaitForExitAsync(Func<Task<ErrorOutputTail>> lastErrors)
    {
        await process.WaitForExitAsync();
        var code = process.ExitCode;
        if (!OperatingSystem.IsWindows() && code is > WorkerExit.SignalBase and <= WorkerExit.SignalBase + HighestSignal)
            return new WorkerExit(null, code - WorkerExit.SignalBase, null);
        if (hasNamespace && code == NamespaceExit.OfKill && NamespaceExit.WasKilled(await lastErrors()))
            return new WorkerExit(null, LinuxNative.SigKill, null);
        return new WorkerExit(code, null, null);
    }

    public override void Kill()
    {
        lock (_gate)
        {
            if (_ended)
                return;
            // What waits for the worker ends when the worker and its namespace have; so the end that is seen is the end of all.
            if (_worker is { } worker)
                worker.TrySend(LinuxNative.SigKill);
            else
                KillStarted();
        }
    }

    public override void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            _worker?.Dispose();
            Input.Dispose();
            Errors.Dispose();
            process.Dispose();
        }

        if (tag.Length > 0)
            OrphanSweep.KillAll(tag);
    }

    private void KillStarted()
    {
        try
        {
            process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It ended by itself a moment ago; Exited tells.
        }
    }
}
