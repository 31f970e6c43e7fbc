using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Pool.NUnit.Isolation.Settings.Types;

/// <summary>A path; its values are full paths. A file may name it from where it lies itself, others can't know where they are read.</summary>
internal sealed record PathType() : SettingType(IsOptional: true)
{
    protected override string AllowedValues => "an absolute path (in the settings file also one from that file's folder)";

    protected override bool TryReadText(string text, [NotNullWhen(true)] out object? value)
    {
        value = IsPath(text) && Path.IsPathFullyQualified(text) ? Path.GetFullPath(text) : null;
        return value is not null;
    }

    protected override bool TryReadFile(FileValue file, [NotNullWhen(true)] out object? value)
    {
        value = file.Kind == JsonTokenType.String && IsPath(file.Text) ? Path.GetFullPath(file.Text, file.Directory) : null;
        return value is not null;
    }

    protected override string ShowValue(object value) => (string)value;

    private static bool IsPath(string text) => !string.IsNullOrWhiteSpace(text) && !text.Contains('\0', StringComparison.Ordinal);
}
