using Pool.NUnit.Isolation.Settings.Table;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Settings;

/// <summary>The settings of one test: those of the run, with what its attributes and its code changed. Cheap until it is asked.</summary>
/// <param name="run">The settings of the run.</param>
/// <param name="layer">The test's layer; the settings of others are left out.</param>
/// <param name="place">The test, for the place of what its attributes say.</param>
/// <param name="declared">The options that run and attributes give its pool.</param>
/// <param name="named">Reads the properties that its attributes name, with their values; those of the pool are in <paramref name="declared"/> as well.</param>
internal sealed class SettingsOfTest(
    EffectiveSettings run, TestLayer layer, string place, PoolOptions declared, Func<IReadOnlyDictionary<string, long>> named)
{
    private PoolOptions? _actual;

    /// <summary>Says which options the container has in the end, after all code that registers some.</summary>
    public void Observe(PoolOptions actual) => _actual = actual;

    /// <summary>Every value that holds for the test, in the order of the table.</summary>
    public IEnumerable<SettingValue> All()
    {
        Dictionary<Setting, LayerRow> rows = LayerTable.For(layer).ToDictionary(static entry => entry.Setting, static entry => entry.Row);
        foreach (SettingValue value in run.All.Where(value => value.Setting.Layer is TestLayer.Unspecified || value.Setting.Layer == layer))
        {
            yield return rows.TryGetValue(value.Setting, out LayerRow? row) ? OfPool(value, row) : OfAttribute(value);
        }
    }

    /// <summary>The listing to go with the test's failure.</summary>
    public string ToText() => SettingsText.Of(All(), run.Notes);

    private SettingValue OfPool(SettingValue value, LayerRow row)
    {
        object? expected = row.Read(declared);
        object? actual = row.Read(_actual ?? declared);
        return Equals(actual, expected)
            ? OfAttribute(value)
            : value with { Value = actual, Source = SettingSource.Code, Place = "Code that changed the test's PoolOptions" };
    }

    private SettingValue OfAttribute(SettingValue value) => value.Setting.Attribute is { } property && named().TryGetValue(property, out long number)
        ? value with { Value = number, Source = SettingSource.Attribute, Place = $"Attribute on {place}" }
        : value;
}
