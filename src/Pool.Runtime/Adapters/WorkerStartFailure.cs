namespace Pool.Runtime.Adapters;

/// <summary>A worker could not be started at all: no such file, no permission, no more processes.</summary>
internal sealed class WorkerStartFailure : Exception
{
    internal WorkerStartFailure(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
