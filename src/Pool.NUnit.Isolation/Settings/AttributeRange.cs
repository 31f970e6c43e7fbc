using System.Globalization;
using Pool.NUnit.Isolation.Settings.Table;
using Pool.NUnit.Isolation.Settings.Types;

namespace Pool.NUnit.Isolation.Settings;

/// <summary>Holds a number in an attribute against the range of the setting that it beats.</summary>
internal static class AttributeRange
{
    /// <summary>What is wrong with the number; null when nothing is.</summary>
    /// <param name="property">The attribute's property, which the table names.</param>
    /// <param name="value">Its value.</param>
    /// <param name="unset">The value that stands for the layer's or the run's own.</param>
    public static string? Problem(string property, long value, long unset)
    {
        NumberType type = (NumberType)SettingTable.All.First(setting => setting.Attribute == property).Type;
        return value == unset || type.Holds(value)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{property} is {value}. It takes {(type with { IsOptional = false }).Allowed}, or {unset} for what the settings say.");
    }
}
