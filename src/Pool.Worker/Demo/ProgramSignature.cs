using System.Text.Json;

namespace Pool.Worker.Demo;

/// <summary>
/// The shape of a program: named, typed inputs and outputs. Either list may be empty and is kept as it is.
/// </summary>
internal static class ProgramSignature
{
    public static void Check(JsonElement signature)
    {
        if (signature.ValueKind != JsonValueKind.Object)
            throw Invalid("A signature is an object with 'inputs' and 'outputs'.");
        CheckFields(signature, "inputs");
        CheckFields(signature, "outputs");
    }

    private static void CheckFields(JsonElement signature, string side)
    {
        if (!signature.TryGetProperty(side, out JsonElement fields) || fields.ValueKind != JsonValueKind.Array)
            throw Invalid($"The signature's '{side}' must be a list of fields.");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonElement field in fields.EnumerateArray())
        {
            if (field.ValueKind != JsonValueKind.Object
                || !field.TryGetProperty("name", out JsonElement name)
                || name.ValueKind != JsonValueKind.String
                || name.GetString() is not { Length: > 0 } text
                || (field.TryGetProperty("type", out JsonElement type) && type.ValueKind != JsonValueKind.String))
            {
                throw Invalid($"Each of the signature's '{side}' is an object with a 'name' and a 'type'.");
            }

            if (!names.Add(text))
                throw Invalid($"The signature's '{side}' name '{text}' twice.");
        }
    }

    private static WorkerException Invalid(string message) => new("InvalidSignature", message);
}
