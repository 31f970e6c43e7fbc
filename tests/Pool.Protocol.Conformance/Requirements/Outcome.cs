namespace Pool.Protocol.Conformance.Requirements;

/// <summary>What came of a requirement or of a part of one.</summary>
internal enum Outcome
{
    Passed,

    /// <summary>What could be observed is as it must be; some parts could not be observed.</summary>
    PassedInPart,
    Failed,
    NotApplicable,
}
