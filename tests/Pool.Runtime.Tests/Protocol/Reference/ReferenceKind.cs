namespace Pool.Runtime.Tests.Protocol.Reference;

/// <summary>The kinds of value of RFC 8259.</summary>
internal enum ReferenceKind
{
    Null,
    False,
    True,
    Number,
    Text,
    List,
    Object,
}
