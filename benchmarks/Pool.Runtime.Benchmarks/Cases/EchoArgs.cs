using System.Text.Json.Serialization;

namespace Pool.Runtime.Benchmarks.Cases;

/// <summary>Arguments of an echo, the same that <see cref="Baselines.RawFrames"/> writes.</summary>
internal sealed record EchoArgs([property: JsonPropertyName("text")] string Text, [property: JsonPropertyName("number")] int Number)
{
    /// <summary>Bytes of the arguments as JSON, and of the answer, which repeats them.</summary>
    public const int PayloadBytes = 2 * 43;

    public static EchoArgs Sample { get; } = new("0123456789abcdef0123", 42);
}
