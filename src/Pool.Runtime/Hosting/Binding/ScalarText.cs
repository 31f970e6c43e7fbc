using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Pool.Runtime.Hosting.Binding;

/// <summary>Values that configuration writes as one text, whatever the culture.</summary>
internal static class ScalarText
{
    public static bool IsScalar(Type type) =>
        type.IsEnum || type == typeof(string) || type == typeof(bool) || type == typeof(int) || type == typeof(long)
        || type == typeof(double) || type == typeof(TimeSpan);

    public static bool TryParse(Type type, string? text, [NotNullWhen(true)] out object? value)
    {
        value = null;
        if (text is null)
            return false;
        if (type == typeof(string))
            value = text;
        else if (type.IsEnum)
            value = EnumOf(type, text);
        else if (type == typeof(bool))
            value = bool.TryParse(text, out var flag) ? flag : null;
        else if (type == typeof(int))
            value = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        else if (type == typeof(long))
            value = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        else if (type == typeof(double))
            value = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
        else if (type == typeof(TimeSpan))
            value = DurationOf(text);
        return value is not null;
    }

    /// <summary>Ends the sentence "must be ...".</summary>
    public static string Expected(Type type) => type switch
    {
        _ when type.IsEnum => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(double) => "a number",
        _ when type == typeof(TimeSpan) => "a duration, hours:minutes:seconds, such as 00:00:05 or 00:00:00.250",
        _ => "a text",
    };

    // By name alone: a number would pass for any value, defined or not.
    private static object? EnumOf(Type type, string text) =>
        Enum.GetNames(type).FirstOrDefault(name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse(type, name)
            : null;

    // A text without a colon would be read as days.
    private static TimeSpan? DurationOf(string text) =>
        text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration) ? duration : null;
}
