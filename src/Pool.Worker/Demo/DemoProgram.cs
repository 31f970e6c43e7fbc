using System.Text.Json;

namespace Pool.Worker.Demo;

/// <summary>A program kept in a session.</summary>
internal sealed record DemoProgram(JsonElement Signature, string CreatedAt);
