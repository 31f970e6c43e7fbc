using System.Reflection;

namespace Pool.Runtime.Tests;

/// <summary>Options of a record, found by reflection, so that a new one is in every test of all options.</summary>
internal static class OptionProperty
{
    public static IEnumerable<PropertyInfo> Of(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true });

    /// <summary>A value that no option of this type may have, as far as its type allows for one.</summary>
    public static object? WrongValue(PropertyInfo option)
    {
        var type = Nullable.GetUnderlyingType(option.PropertyType) ?? option.PropertyType;
        return type switch
        {
            _ when type == typeof(int) => int.MinValue,
            _ when type == typeof(long) => long.MinValue,
            _ when type == typeof(double) => double.NaN,
            _ when type == typeof(bool) => true,
            _ when type == typeof(string) => "",
            _ when type == typeof(TimeSpan) => TimeSpan.FromTicks(-1),
            _ when type.IsEnum => Enum.ToObject(type, 99),
            _ when type == typeof(IReadOnlyList<WarmUpCommand>) => Enumerable.Repeat(new WarmUpCommand { Command = "c" }, 101).ToArray(),
            _ => null,
        };
    }
}
