using Pool.Runtime.Adapters;

namespace Pool.Runtime.Tests.Model;

/// <summary>A command that a worker runs until the test says how it ends.</summary>
internal sealed record HeldRequest(int Id, int Part, InProcessRequest Request)
{
    /// <summary>Whether the command succeeds.</summary>
    public TaskCompletionSource<bool> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
