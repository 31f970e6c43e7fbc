using System.Collections.Frozen;
using Pool.NUnit.Isolation.Settings.Table;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Settings;

/// <summary>The value of every setting of a run, and where it came from. Immutable.</summary>
/// <param name="values">One per setting.</param>
/// <param name="problems">What is wrong with the sources.</param>
/// <param name="notes">What is doubtful and has no effect.</param>
internal sealed class EffectiveSettings(
    IReadOnlyDictionary<Setting, SettingValue> values, IReadOnlyList<string> problems, IReadOnlyList<string> notes)
{
    private const int MostProblems = 20;

    private readonly FrozenDictionary<Setting, SettingValue> _values = values.ToFrozenDictionary();

    /// <summary>All values, in the order of the table.</summary>
    public IEnumerable<SettingValue> All => SettingTable.All.Select(setting => _values[setting]);

    /// <summary>Why no isolated test can run, in one message for all of them; null when nothing is wrong.</summary>
    public string? Problem { get; } = problems.Count switch
    {
        0 => null,
        <= MostProblems => string.Join('\n', problems),
        _ => $"{string.Join('\n', problems.Take(MostProblems))}\nAnd {problems.Count - MostProblems} more.",
    };

    public IReadOnlyList<string> Problems => problems;

    public IReadOnlyList<string> Notes => notes;

    public SettingValue this[Setting setting] => _values[setting];

    public string? Text(Setting setting) => (string?)_values[setting].Value;

    public bool IsOn(Setting setting) => (bool)_values[setting].Value!;

    public int Number(Setting setting) => (int)(long)_values[setting].Value!;

    public TimeSpan Duration(Setting setting) => TimeSpan.FromMilliseconds((long)_values[setting].Value!);

    public TimeSpan? OptionalDuration(Setting setting) => _values[setting].Value is long ms ? TimeSpan.FromMilliseconds(ms) : null;

    public IReadOnlyList<string>? Texts(Setting setting) => (IReadOnlyList<string>?)_values[setting].Value;

    public T Choice<T>(Setting setting)
        where T : struct, Enum => Enum.Parse<T>(Text(setting)!);

    /// <summary>With a value that the run drew for a setting that is none.</summary>
    public EffectiveSettings Drawn(Setting setting, Func<object> draw) => _values[setting].Value is not null
        ? this
        : new EffectiveSettings(
            new Dictionary<Setting, SettingValue>(_values) { [setting] = new(setting, draw(), SettingSource.Default, "") }, problems, notes);

    /// <summary>The options that a layer's pools have unless a test says otherwise.</summary>
    public PoolOptions PoolOptions(TestLayer layer) =>
        LayerTable.For(layer).Aggregate(Layers.LayerDefaults.For(layer), (options, entry) => entry.Row.Apply(options, _values[entry.Setting].Value));

    /// <summary>The listing of the run.</summary>
    public string ToText() => SettingsText.Of(All, notes);
}
