using System.Diagnostics.CodeAnalysis;

namespace Pool.NUnit.Isolation.Settings.Types;

/// <summary>What values a setting takes, and how they are read and shown. Immutable.</summary>
/// <param name="IsOptional">Whether it may be none: <c>null</c> in a file, the word <c>none</c> elsewhere.</param>
internal abstract record SettingType(bool IsOptional)
{
    public const string None = "none";

    /// <summary>Ends "It takes ...": all allowed values.</summary>
    public string Allowed => IsOptional ? $"{AllowedValues}, or {None}" : AllowedValues;

    /// <summary>The unit of the values; null when they have none.</summary>
    public virtual string? Unit => null;

    protected abstract string AllowedValues { get; }

    /// <summary>Reads a run parameter or a variable.</summary>
    public bool TryRead(string text, out object? value)
    {
        if (IsOptional && text.Trim().Equals(None, StringComparison.OrdinalIgnoreCase))
        {
            value = null;
            return true;
        }

        return TryReadText(text, out value);
    }

    /// <summary>Reads a value of a settings file.</summary>
    public bool TryRead(FileValue file, out object? value)
    {
        if (IsOptional && file.IsNull)
        {
            value = null;
            return true;
        }

        return TryReadFile(file, out value);
    }

    /// <summary>The value as listings show it.</summary>
    public string Show(object? value) => value is null ? None : ShowValue(value);

    protected abstract bool TryReadText(string text, [NotNullWhen(true)] out object? value);

    protected abstract bool TryReadFile(FileValue file, [NotNullWhen(true)] out object? value);

    protected abstract string ShowValue(object value);
}
