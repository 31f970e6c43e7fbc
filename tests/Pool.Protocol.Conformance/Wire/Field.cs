namespace Pool.Protocol.Conformance.Wire;

/// <summary>A field of a worker's message.</summary>
internal sealed record Field(string Name, FieldKind Kind, bool Required = false)
{
    public Field[] Members { get; init; } = [];
}
