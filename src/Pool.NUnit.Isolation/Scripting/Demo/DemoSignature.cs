namespace Pool.NUnit.Isolation.Scripting.Demo;

/// <summary>The signature of a program: named and typed inputs and outputs.</summary>
internal static class DemoSignature
{
    public static Dictionary<string, object?> Check(object? signature)
    {
        Dictionary<string, object?> sides = signature as Dictionary<string, object?>
            ?? throw Invalid("A signature is an object with 'inputs' and 'outputs'.");
        foreach (string side in (string[])["inputs", "outputs"])
        {
            if (sides.GetValueOrDefault(side) is not List<object?>)
            {
                throw Invalid($"The signature's '{side}' must be a list of fields.");
            }

            HashSet<string> names = new(StringComparer.Ordinal);
            foreach ((string name, _) in Fields(sides, side))
            {
                if (!names.Add(name))
                {
                    throw Invalid($"The signature's '{side}' name '{name}' twice.");
                }
            }
        }

        return sides;
    }

    public static IEnumerable<(string Name, string Type)> Fields(Dictionary<string, object?> signature, string side)
    {
        foreach (object? field in (List<object?>)signature[side]!)
        {
            if (field is Dictionary<string, object?> members
                && members.GetValueOrDefault("name") is string { Length: > 0 } name
                && members.GetValueOrDefault("type", "string") is string type)
            {
                yield return (name, type);
            }
            else
            {
                throw Invalid($"Each of the signature's '{side}' is an object with a 'name' and a 'type'.");
            }
        }
    }

    private static DemoErrorException Invalid(string message) => new("InvalidSignature", message);
}
