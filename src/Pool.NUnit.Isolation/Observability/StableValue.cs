using System.Globalization;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>
/// Values that code under test hands to a log or a span, in a form that stays as it was and holds on to nothing of the test.
/// </summary>
internal static class StableValue
{
    private const int MaxText = 4096;

    public static object? Of(object? value) => value switch
    {
        null => null,
        string text => Cut(text),
        bool or byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal or char => value,
        Guid or DateTime or DateTimeOffset or TimeSpan or DateOnly or TimeOnly or Enum => value,
        _ => Cut(TextOf(value)),
    };

    public static KeyValuePair<string, object?> Of(KeyValuePair<string, object?> pair) => KeyValuePair.Create(Cut(pair.Key), Of(pair.Value));

    // What it costs in memory, roughly.
    public static int SizeOf(in KeyValuePair<string, object?> pair) => 40 + (pair.Value is string text ? text.Length * sizeof(char) : 0);

    public static string Cut(string text, int most = MaxText) => text.Length <= most
        ? text
        : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[most - 1]) ? most - 1 : most), "[...]");

    // It is the code of others, and a log entry must not fail for it.
    private static string TextOf(object value)
    {
        try
        {
            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }
        catch (Exception error)
        {
            return $"[{value.GetType().Name}.ToString threw {error.GetType().Name}]";
        }
    }
}
