using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Hosting.Binding;

/// <summary>
/// Arguments of a command, of any shape. Configuration keeps no types, so a text that is a JSON value is that value
/// (<c>5</c>, <c>true</c>, <c>{"n": 5}</c>, <c>"5"</c>) and any other is a string.
/// </summary>
internal static class Arguments
{
    private const int MaxDepth = 32;

    public static bool TryRead(IConfigurationSection entry, string name, BindingErrors errors, out object? value)
    {
        value = null;
        try
        {
            value = Read(entry, MaxDepth);
            return true;
        }
        catch (InvalidOperationException)
        {
            errors.Add(new InvalidOption(name, "too deep", $"at most {MaxDepth} levels deep"));
            return false;
        }
    }

    private static object? Read(IConfigurationSection entry, int depth)
    {
        if (depth == 0)
            throw new InvalidOperationException("The arguments are too deep.");
        var children = entry.GetChildren().ToList();
        if (children.Count == 0)
            return Scalar(entry.Value);
        var isList = children.Index().All(child => child.Item.Key == FormattableString.Invariant($"{child.Index}"));
        return isList
            ? children.ConvertAll(child => Read(child, depth - 1))
            : children.ToDictionary(child => child.Key, child => Read(child, depth - 1), StringComparer.Ordinal);
    }

    private static object? Scalar(string? text)
    {
        // The JSON provider writes true and false as .NET does.
        if (bool.TryParse(text, out var flag))
            return flag;
        return TryParse(text, out var json) ? json : text;
    }

    private static bool TryParse(string? text, [NotNullWhen(true)] out object? value)
    {
        value = null;
        try
        {
            if (!string.IsNullOrEmpty(text))
                value = JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            // A string then.
        }

        return value is not null;
    }
}
