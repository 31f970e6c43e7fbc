using Pool.NUnit.Isolation.Settings.Types;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Settings.Table;

/// <summary>An option of a test's pool that each layer has a setting for.</summary>
/// <param name="Name">The last part of the settings' names.</param>
/// <param name="Type">What values it takes.</param>
/// <param name="Meaning">What it does, for people.</param>
/// <param name="Read">The value in the options of a pool.</param>
/// <param name="Apply">The options with another value.</param>
internal sealed record LayerRow(
    string Name, SettingType Type, string Meaning, Func<PoolOptions, object?> Read, Func<PoolOptions, object?, PoolOptions> Apply)
{
    /// <summary>The property of the tests' attributes that beats it.</summary>
    public string? Attribute { get; init; }

    /// <summary>The default for people, where it is no constant.</summary>
    public string? DefaultText { get; init; }

    public override string ToString() => Name;

    public static LayerRow Number(string name, NumberType type, string meaning, Func<PoolOptions, long> read, Func<PoolOptions, int, PoolOptions> apply) =>
        new(name, type, meaning, options => read(options), (options, value) => apply(options, (int)(long)value!));

    public static LayerRow Duration(
        string name, string meaning, Func<PoolOptions, TimeSpan> read, Func<PoolOptions, TimeSpan, PoolOptions> apply, long least = 1) => new(
        name,
        NumberType.Milliseconds(least),
        meaning,
        options => (long)read(options).TotalMilliseconds,
        (options, value) => apply(options, TimeSpan.FromMilliseconds((long)value!)));

    public static LayerRow Choice<T>(string name, string meaning, Func<PoolOptions, T> read, Func<PoolOptions, T, PoolOptions> apply)
        where T : struct, Enum => new(
        name,
        ChoiceType.Of<T>(),
        meaning,
        options => read(options).ToString(),
        (options, value) => apply(options, Enum.Parse<T>((string)value!)));
}
