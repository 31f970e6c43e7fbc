using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Pool.Worker.Demo;

/// <summary>Outputs that depend on the field and the inputs alone, and are the same in the Python worker.</summary>
internal static class ProgramOutput
{
    public static object Of(JsonElement field, byte[] canonicalInputs)
    {
        string name = field.GetProperty("name").GetString()!;
        string digest = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), 0, .. canonicalInputs]));
        uint seed = uint.Parse(digest.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        string? type = field.TryGetProperty("type", out JsonElement declared) ? declared.GetString() : null;
        return type switch
        {
            "int" or "integer" => seed % 1000,

            // Never a whole number, which the two languages would spell differently.
            "float" or "number" => ((seed % 1000 * 10) + 5) / 100.0,
            "bool" or "boolean" => seed % 2 == 0,
            _ => $"{name}:{digest[..16]}",
        };
    }
}
