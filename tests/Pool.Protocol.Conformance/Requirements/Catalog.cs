using Pool.Protocol.Conformance.Checks;

namespace Pool.Protocol.Conformance.Requirements;

/// <summary>Every requirement of docs/protocol.md, in its order. A new section of that page adds a class of checks here.</summary>
internal static class Catalog
{
    public static IReadOnlyList<Requirement> All { get; } =
    [
        .. StandardStreamChecks.All, .. FrameChecks.All, .. LimitChecks.All, .. BlobChecks.All, .. MessageChecks.All, .. ConversationChecks.All,
        .. EndOfWorkerChecks.All, .. CommandChecks.All, .. ErrorChecks.All, .. MalformedFrameChecks.All, .. ChunkChecks.All, .. SnapshotChecks.All, .. TraceChecks.All,
        .. LogChecks.All,
    ];
}
