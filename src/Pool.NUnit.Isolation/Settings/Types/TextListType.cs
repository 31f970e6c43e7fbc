using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Pool.NUnit.Isolation.Settings.Types;

/// <summary>Strings; its values are read-only lists of them. Outside a file they are written as a JSON array as well.</summary>
/// <param name="Least">Fewest items.</param>
/// <param name="Most">Most items.</param>
/// <param name="IsOptional">Whether it may be none.</param>
internal sealed record TextListType(int Least, int Most, bool IsOptional = false) : SettingType(IsOptional)
{
    protected override string AllowedValues => string.Create(
        CultureInfo.InvariantCulture, $"a JSON array of strings such as [\"one\",\"two\"], {Least} to {Most:N0} of them, the first of them not empty");

    // An array and not a list with separators, because a separator may be part of an item: of a file's name, for example.
    protected override bool TryReadText(string text, [NotNullWhen(true)] out object? value)
    {
        value = null;
        try
        {
            value = Checked(JsonSerializer.Deserialize<string[]>(text));
        }
        catch (JsonException)
        {
            // Refused like any other wrong value.
        }

        return value is not null;
    }

    protected override bool TryReadFile(FileValue file, [NotNullWhen(true)] out object? value)
    {
        value = Checked(file.Items);
        return value is not null;
    }

    protected override string ShowValue(object value) => JsonSerializer.Serialize((IReadOnlyList<string>)value);

    private IReadOnlyList<string>? Checked(IReadOnlyList<string?>? items) =>
        items is not null
        && items.Count >= Least
        && items.Count <= Most
        && items.All(static item => item is not null)
        && (items.Count == 0 || items[0]!.Length > 0)
            ? [.. items.Select(static item => item!)]
            : null;
}
