using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Pool.NUnit.Isolation.Settings.Types;

/// <summary>One of some words, in any case; its values are strings, written as here.</summary>
internal sealed record ChoiceType(IReadOnlyList<string> Words, bool IsOptional = false) : SettingType(IsOptional)
{
    protected override string AllowedValues => $"one of {string.Join(", ", Words)}";

    public static ChoiceType Of<T>()
        where T : struct, Enum => new(Enum.GetNames<T>());

    protected override bool TryReadText(string text, [NotNullWhen(true)] out object? value)
    {
        value = Words.FirstOrDefault(word => word.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase));
        return value is not null;
    }

    protected override bool TryReadFile(FileValue file, [NotNullWhen(true)] out object? value)
    {
        value = null;
        return file.Kind == JsonTokenType.String && TryReadText(file.Text, out value);
    }

    protected override string ShowValue(object value) => (string)value;
}
