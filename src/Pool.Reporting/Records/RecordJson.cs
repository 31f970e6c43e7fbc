using System.Text.Json;

namespace Pool.Reporting.Records;

/// <summary>Records as single lines of compact JSON. Thread-safe.</summary>
public static class RecordJson
{
    /// <summary>Writes a record as one line without a line end.</summary>
    /// <param name="line">The record.</param>
    /// <returns>The JSON text.</returns>
    public static string Serialize(RecordLine line) => JsonSerializer.Serialize(line, RecordJsonContext.Default.RecordLine);

    /// <summary>Reads one line.</summary>
    /// <param name="json">What <see cref="Serialize"/> wrote.</param>
    /// <returns>The record.</returns>
    /// <exception cref="JsonException">The text is no record.</exception>
    public static RecordLine Deserialize(string json) =>
        JsonSerializer.Deserialize(json, RecordJsonContext.Default.RecordLine)
        ?? throw new JsonException("The line is null; a record is an object.");

    internal static byte[] SerializeToUtf8Bytes(RecordLine line) =>
        JsonSerializer.SerializeToUtf8Bytes(line, RecordJsonContext.Default.RecordLine);
}
