using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Pool.NUnit.Isolation.Settings.Types;

/// <summary>On or off; its values are <see cref="bool"/>s.</summary>
internal sealed record SwitchType() : SettingType(IsOptional: false)
{
    protected override string AllowedValues => "true or false";

    protected override bool TryReadText(string text, [NotNullWhen(true)] out object? value)
    {
        bool read = bool.TryParse(text, out bool on);
        value = read ? on : null;
        return read;
    }

    protected override bool TryReadFile(FileValue file, [NotNullWhen(true)] out object? value)
    {
        value = file.Kind switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            _ => null,
        };
        return value is not null;
    }

    protected override string ShowValue(object value) => (bool)value ? "true" : "false";
}
