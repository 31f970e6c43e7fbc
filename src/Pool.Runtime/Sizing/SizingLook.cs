using System.Runtime.InteropServices;

namespace Pool.Runtime.Sizing;

/// <summary>What the controller sees of the time since it last looked.</summary>
/// <param name="Size">Number of workers that the pool keeps now.</param>
/// <param name="MeanBusy">Workers busy, on average over the time.</param>
/// <param name="MeanQueued">Callers waiting for a worker, on average over the time.</param>
/// <param name="MeanWait">Time a caller waited for a worker, on average over all callers.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SizingLook(int Size, double MeanBusy, double MeanQueued, TimeSpan MeanWait);
