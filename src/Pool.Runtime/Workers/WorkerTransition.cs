using System.Runtime.InteropServices;

namespace Pool.Runtime.Workers;

/// <summary>One move of a worker.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WorkerTransition(
    WorkerState From, WorkerState To, TransitionReason Reason, DateTimeOffset At, TimeSpan InPreviousState);
