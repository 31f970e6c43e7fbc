using System.Collections.Frozen;

namespace Pool.Runtime.Workers;

/// <summary>How many workers were replaced for each reason. Guarded by the pool's lock.</summary>
internal sealed class RecycleCounts
{
    private readonly long[] _counts = new long[Enum.GetValues<RecycleReason>().Length];

    public void Add(RecycleReason reason) => _counts[(int)reason]++;

    public FrozenDictionary<RecycleReason, long> Read() =>
        Enum.GetValues<RecycleReason>().ToFrozenDictionary(reason => reason, reason => _counts[(int)reason]);

    /// <summary>The reason of a recycling for which a worker makes this move; null when the move is none.</summary>
    public static RecycleReason? ReasonOf(TransitionReason move) => move switch
    {
        TransitionReason.AgeLimit => RecycleReason.Age,
        TransitionReason.RequestLimit => RecycleReason.Requests,
        TransitionReason.MemoryLimit => RecycleReason.Memory,
        TransitionReason.Cleared => RecycleReason.Cleared,
        _ => null,
    };
}
