using System.Runtime.InteropServices;

namespace Pool.Runtime.Workers;

/// <summary>One move of a worker from state to state.</summary>
/// <param name="From">State before.</param>
/// <param name="To">State after.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When, on the pool's clock.</param>
/// <param name="InPreviousState">Time spent in <paramref name="From"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct WorkerTransition(
    WorkerState From, WorkerState To, TransitionReason Reason, DateTimeOffset At, TimeSpan InPreviousState);
