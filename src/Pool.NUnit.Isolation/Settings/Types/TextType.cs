using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Pool.NUnit.Isolation.Settings.Types;

/// <summary>Some text that is not empty; its values are strings.</summary>
internal sealed record TextType(int MostCharacters) : SettingType(IsOptional: true)
{
    protected override string AllowedValues => string.Create(CultureInfo.InvariantCulture, $"text of 1 to {MostCharacters:N0} characters");

    protected override bool TryReadText(string text, [NotNullWhen(true)] out object? value)
    {
        value = text.Length > 0 && text.Length <= MostCharacters ? text : null;
        return value is not null;
    }

    protected override bool TryReadFile(FileValue file, [NotNullWhen(true)] out object? value)
    {
        value = null;
        return file.Kind == JsonTokenType.String && TryReadText(file.Text, out value);
    }

    protected override string ShowValue(object value) => (string)value;
}
