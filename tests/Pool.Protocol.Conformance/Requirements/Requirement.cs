namespace Pool.Protocol.Conformance.Requirements;

/// <summary>A numbered rule of docs/protocol.md: what is claimed of a worker, and the parts that are observed.</summary>
internal sealed record Requirement(string Number, string Claim, IReadOnlyList<Part> Parts)
{
    /// <summary>Why no worker can be held to it; null for a requirement that is checked.</summary>
    public string? DutyOfTheHost { get; private init; }

    public static Requirement OfTheHost(string number, string claim, string reason) => new(number, claim, []) { DutyOfTheHost = reason };
}
