using System.Globalization;
using System.Text;

namespace Pool.Runtime.Protocol;

/// <summary>Quotes text of the peer in an error message: bounded, on one line, without control characters.</summary>
internal static class Excerpt
{
    private const int MaxChars = 80;

    public static string Of(string text, int maxChars = MaxChars)
    {
        var quoted = new StringBuilder(Math.Min(text.Length, maxChars) + 8).Append('\'');
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, maxChars)))
        {
            if (char.IsControl(c) || char.IsSurrogate(c))
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                quoted.Append(c);
        }

        quoted.Append('\'');
        if (text.Length > maxChars)
            quoted.Append(CultureInfo.InvariantCulture, $" (first {maxChars} of {text.Length} characters)");
        return quoted.ToString();
    }
}
