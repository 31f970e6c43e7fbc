using System.Text.Json;

namespace Pool.Runtime.Protocol;

/// <summary>The rule that a value which travels with blobs refers to each of them exactly once.</summary>
internal static class BlobReferences
{
    /// <summary>The member that stands for a blob; its value is the blob's index.</summary>
    public const string Key = "$blob";

    /// <summary>
    /// Returns what is wrong with the references in <paramref name="json"/>, or null when each of the blobs has one.
    /// </summary>
    public static string? FindProblem(ReadOnlySpan<byte> json, int blobs, int maxDepth)
    {
        var seen = new bool[blobs];
        int found = 0;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
        JsonTokenType before = JsonTokenType.None;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("$blob"u8))
            {
                if (before != JsonTokenType.StartObject)
                    return "an object has the member '$blob' beside others";
                reader.Read();
                if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int index))
                    return "a '$blob' is no index";
                if (index < 0 || index >= blobs)
                    return $"'$blob' names blob {index} of {blobs}";
                if (seen[index])
                    return $"blob {index} is referred to twice";
                seen[index] = true;
                found++;
                reader.Read();
                if (reader.TokenType != JsonTokenType.EndObject)
                    return "an object has the member '$blob' beside others";
            }

            before = reader.TokenType;
        }

        return found == blobs ? null : $"only {found} of {blobs} blobs are referred to";
    }
}
