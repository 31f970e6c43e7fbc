using System.Text.Json;

namespace Pool.Protocol.Conformance.Wire;

/// <summary>How a worker's payload refers to the frame's blobs.</summary>
internal static class BlobRules
{
    public static void Judge(JsonElement root, int blobs)
    {
        if (blobs == 0)
            return;
        var used = new bool[blobs];
        if (root.TryGetProperty("value", out JsonElement payload))
            Walk(payload, used);
        int missing = Array.IndexOf(used, false);
        if (missing >= 0)
            throw new BrokenRequirementException($"blob {missing} of {blobs} is not referred to (P12): {root.GetRawText()}");
    }

    private static void Walk(JsonElement value, bool[] used)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in value.EnumerateArray())
                Walk(item, used);
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            if (value.TryGetProperty("$blob", out JsonElement index))
                Take(value, index, used);
            else
                foreach (JsonProperty member in value.EnumerateObject())
                    Walk(member.Value, used);
        }
    }

    private static void Take(JsonElement reference, JsonElement index, bool[] used)
    {
        if (reference.EnumerateObject().Count() != 1 || index.ValueKind != JsonValueKind.Number
            || !index.TryGetInt32(out int number) || number < 0 || number >= used.Length)
        {
            throw new BrokenRequirementException($"{reference.GetRawText()} refers to none of the {used.Length} blobs (P11, P13)");
        }

        if (used[number])
            throw new BrokenRequirementException($"blob {number} is referred to twice (P12)");
        used[number] = true;
    }
}
