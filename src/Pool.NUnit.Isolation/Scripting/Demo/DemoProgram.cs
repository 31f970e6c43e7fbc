namespace Pool.NUnit.Isolation.Scripting.Demo;

/// <summary>A program of a session.</summary>
internal sealed record DemoProgram(Dictionary<string, object?> Signature, string CreatedAt);
