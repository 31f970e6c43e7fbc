namespace Pool.Protocol.Conformance;

/// <summary>A requirement cannot be observed at this worker.</summary>
internal sealed class NotApplicableException(string reason) : Exception(reason);
