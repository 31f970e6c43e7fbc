using System.Collections;
using System.Globalization;

namespace Pool.NUnit.Isolation.Determinism;

/// <summary>Shows a value in a message, bounded.</summary>
internal static class ValueText
{
    private const int MaxItems = 10;
    private const int MaxLength = 500;

    public static string Of(object? value)
    {
        string text = value switch
        {
            null => "null",
            string s => $"\"{s}\"",
            IEnumerable items => OfItems(items),
            IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? value.GetType().Name,
        };
        return text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "…");
    }

    private static string OfItems(IEnumerable items)
    {
        List<string> texts = [];
        foreach (object? item in items)
        {
            if (texts.Count == MaxItems)
            {
                texts.Add("…");
                break;
            }

            texts.Add(Of(item));
        }

        return $"[{string.Join(", ", texts)}]";
    }
}
