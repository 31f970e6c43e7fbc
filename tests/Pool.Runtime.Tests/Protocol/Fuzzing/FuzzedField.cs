namespace Pool.Runtime.Tests.Protocol.Fuzzing;

/// <summary>A member of a message under mutation: its name as it stands between quotes, and its value's text.</summary>
internal sealed record FuzzedField(string Name, string Value);
