using System.Buffers;
using System.Text.Json;
using Pool.NUnit.Isolation.Settings.Table;

namespace Pool.NUnit.Isolation.Settings;

/// <summary>Lists the effective settings for programs.</summary>
internal static class SettingsJson
{
    private const int Version = 1;

    public static ReadOnlySpan<byte> Of(EffectiveSettings settings, string assembly, DateTimeOffset now)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteString("assembly", assembly);
        json.WriteNumber("pid", Environment.ProcessId);
        json.WriteString("runId", settings.Text(RunRows.RunId));
        json.WriteString("writtenAt", now);
        json.WriteStartArray("settings");
        foreach (SettingValue value in settings.All)
        {
            json.WriteStartObject();
            json.WriteString("name", value.Setting.Name);
            WriteValue(json, value.Value);
            json.WriteString("source", value.Source.ToString());
            if (value.Place.Length > 0)
            {
                json.WriteString("place", value.Place);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (string note in settings.Notes)
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        json.WritePropertyName("value");
        switch (value)
        {
            case long number:
                json.WriteNumberValue(number);
                break;
            case bool on:
                json.WriteBooleanValue(on);
                break;
            case IReadOnlyList<string> items:
                JsonSerializer.Serialize(json, items);
                break;
            default:
                json.WriteStringValue((string?)value);
                break;
        }
    }
}
