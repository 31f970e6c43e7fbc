using Microsoft.Extensions.Logging;

namespace Pool.Runtime.Tests.Telemetry;

/// <summary>One entry of a log as a logger gets it.</summary>
internal sealed record StructuredEntry(
    string Category, LogLevel Level, int Id, string Text, IReadOnlyDictionary<string, object?> Properties, Exception? Exception);
