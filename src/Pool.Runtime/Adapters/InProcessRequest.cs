using System.Text.Json;

namespace Pool.Runtime.Adapters;

/// <summary>One command for an in-process worker.</summary>
/// <param name="Command">Name of the command.</param>
/// <param name="Args">Arguments; a binary one stands in them as <c>{"$blob": index into <paramref name="Blobs"/>}</c>.</param>
/// <param name="Blobs">Binary arguments.</param>
/// <param name="SessionId">The session, or null for an anonymous call.</param>
public sealed record InProcessRequest(
    string Command, JsonElement Args, IReadOnlyList<ReadOnlyMemory<byte>> Blobs, string? SessionId);
