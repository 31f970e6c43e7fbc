namespace Pool.Protocol.Conformance.Wire;

/// <summary>What a field of a worker's message may hold.</summary>
internal enum FieldKind
{
    Any,
    Text,
    Name,
    Flag,
    Integer,
    Positive,
    Texts,
    Members,

    /// <summary>An object of objects, each with the same members.</summary>
    Entries,
}
