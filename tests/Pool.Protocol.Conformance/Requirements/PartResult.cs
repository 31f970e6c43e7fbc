namespace Pool.Protocol.Conformance.Requirements;

/// <summary>What came of a part; the reason is empty for one that passed.</summary>
internal sealed record PartResult(Part Part, Outcome Outcome, string Reason);
