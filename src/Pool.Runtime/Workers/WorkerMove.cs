using System.Runtime.InteropServices;

namespace Pool.Runtime.Workers;

/// <summary>A move as it is noted on the path of every call: two timestamps, no wall time.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WorkerMove(WorkerState From, WorkerState To, TransitionReason Reason, long Since, long At);
