namespace Pool.Runtime.Tests.Protocol.Reference;

/// <summary>A member of an object, its name unescaped.</summary>
internal sealed record ReferenceMember(string Name, ReferenceValue Value);
