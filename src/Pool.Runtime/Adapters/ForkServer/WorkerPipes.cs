using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Pool.Runtime.Adapters.ForkServer;

/// <summary>The three pipes of a worker to be: its ends, which are handed over and closed here, and ours.</summary>
internal sealed class WorkerPipes : IDisposable
{
    private readonly SafePipeHandle[] _own = new SafePipeHandle[3];

    /// <exception cref="TemplateException">The system gives no more pipes.</exception>
    public WorkerPipes()
    {
        List<SafePipeHandle> made = [];
        try
        {
            for (var stream = 0; stream < _own.Length; stream++)
            {
                var (read, write) = Libc.Pipe();
                made.AddRange(read, write);
                // Standard input is the one that the worker reads.
                (_own[stream], WorkerEnds[stream]) = stream == 0 ? (write, read) : (read, write);
            }
        }
        catch (IOException e)
        {
            foreach (var end in made)
                end.Dispose();
            throw new TemplateException(e.Message, isPassing: true, e);
        }
    }

    /// <summary>What becomes the worker's descriptors 0, 1 and 2.</summary>
    public SafePipeHandle[] WorkerEnds { get; } = new SafePipeHandle[3];

    /// <summary>Our ends, which are the caller's from here on.</summary>
    public (AnonymousPipeClientStream Input, AnonymousPipeClientStream Output, AnonymousPipeClientStream Errors) TakeOwnEnds() => (
        new AnonymousPipeClientStream(PipeDirection.Out, _own[0]),
        new AnonymousPipeClientStream(PipeDirection.In, _own[1]),
        new AnonymousPipeClientStream(PipeDirection.In, _own[2]));

    /// <summary>Closes the worker's ends here.</summary>
    public void Dispose()
    {
        foreach (var end in WorkerEnds)
            end.Dispose();
    }
}
