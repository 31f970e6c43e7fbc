using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Pool.NUnit.Isolation.Settings.Types;

/// <summary>A whole number; its values are <see cref="long"/>s.</summary>
internal sealed record NumberType(long Least, long Most, bool IsOptional = false) : SettingType(IsOptional)
{
    /// <summary>Timers take no more than this, as everywhere in the pool: 24 days.</summary>
    public const long LongestMs = 24L * 24 * 60 * 60 * 1000;

    public override string? Unit => UnitName;

    public string? UnitName { get; init; }

    protected override string AllowedValues => string.Create(CultureInfo.InvariantCulture, $"a whole number from {Least:N0} to {Most:N0}");

    public static NumberType Milliseconds(long least = 1, bool optional = false) => new(least, LongestMs, optional) { UnitName = "ms" };

    public bool Holds(long value) => value >= Least && value <= Most;

    // Neither signs nor separators nor exponents: one way to write a number, the same for all places.
    protected override bool TryReadText(string text, [NotNullWhen(true)] out object? value)
    {
        bool read = long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long number) && Holds(number);
        value = read ? number : null;
        return read;
    }

    protected override bool TryReadFile(FileValue file, [NotNullWhen(true)] out object? value)
    {
        value = null;
        return file.Kind == JsonTokenType.Number && TryReadText(file.Text, out value);
    }

    protected override string ShowValue(object value) => ((long)value).ToString(CultureInfo.InvariantCulture);
}
