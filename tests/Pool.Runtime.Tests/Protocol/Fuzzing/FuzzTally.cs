using Pool.Runtime.Protocol;

namespace Pool.Runtime.Tests.Protocol.Fuzzing;

/// <summary>What became of the frames of a run, to show that the mutator reaches every part of the decoders.</summary>
internal sealed class FuzzTally
{
    public int Frames { get; private set; }

    public int Refused { get; private set; }

    /// <summary>The most that one frame cost, as a share of what it may.</summary>
    public double HighestAllocation { get; set; }

    public Dictionary<string, int> Accepted { get; } = new(StringComparer.Ordinal);

    public HashSet<ProtocolFault> Faults { get; } = [];

    public void Count(FrameOutcome outcome)
    {
        Frames++;
        if (outcome.Refusal is { } refusal)
        {
            Refused++;
            Faults.Add(refusal.Fault);
        }
        else
        {
            string type = outcome.Message!.GetType().Name;
            Accepted[type] = Accepted.GetValueOrDefault(type) + 1;
        }
    }

    public override string ToString() =>
        $"{Frames} frames, {Refused} refused ({string.Join(", ", Faults.Order())}), accepted "
        + string.Join(", ", Accepted.OrderBy(type => type.Key, StringComparer.Ordinal).Select(type => $"{type.Value} {type.Key}"))
        + FormattableString.Invariant($"; at most {HighestAllocation:P0} of the allocation allowed.");
}
