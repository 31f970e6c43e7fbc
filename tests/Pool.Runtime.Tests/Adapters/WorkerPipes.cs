using System.IO.Pipes;
using Pool.Runtime.Adapters;

namespace Pool.Runtime.Tests.Adapters;

/// <summary>The two pipes of a worker, and this process at both ends of them.</summary>
internal sealed class WorkerPipes : IDisposable
{
    private readonly AnonymousPipeServerStream _workerInput = new(PipeDirection.In);
    private readonly AnonymousPipeServerStream _workerOutput = new(PipeDirection.Out);
    private readonly AnonymousPipeClientStream _hostInput;
    private readonly AnonymousPipeClientStream _hostOutput;

    public WorkerPipes()
    {
        // With a handle of its own each, so that closing one end does not close the other.
        _hostInput = new AnonymousPipeClientStream(PipeDirection.Out, _workerInput.GetClientHandleAsString());
        _hostOutput = new AnonymousPipeClientStream(PipeDirection.In, _workerOutput.GetClientHandleAsString());
        Direct = DirectPipeStream.TryOpen(_hostInput, _hostOutput)!;
    }

    /// <summary>The host's side.</summary>
    public DirectPipeStream Direct { get; }

    public Stream WorkerReads => _workerInput;

    public Stream WorkerWrites => _workerOutput;

    public void CloseHostInput() => _hostInput.Dispose();

    public void Dispose()
    {
        _hostInput.Dispose();
        _hostOutput.Dispose();
        _workerInput.Dispose();
        _workerOutput.Dispose();
    }
}
