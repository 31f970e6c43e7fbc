namespace Pool.Protocol.Conformance;

/// <summary>The worker did what a requirement forbids, or did not what one demands.</summary>
internal sealed class BrokenRequirementException(string what) : Exception(what);
