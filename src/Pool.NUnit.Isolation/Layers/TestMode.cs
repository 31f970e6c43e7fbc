using Pool.NUnit.Isolation.Settings;

namespace Pool.NUnit.Isolation.Layers;

/// <summary>What the setting <c>TestMode</c> allows: the highest layer, or everything when it is none.</summary>
internal sealed class TestMode
{
    public const string VariableName = "TEST_MODE";

    private static readonly (string Name, TestLayer Layer)[] Names =
    [
        ("mock_adapter", TestLayer.Mock),
        ("layer_1", TestLayer.Mock),
        ("bridge_mock", TestLayer.Bridge),
        ("layer_2", TestLayer.Bridge),
        ("full_integration", TestLayer.Full),
        ("layer_3", TestLayer.Full),
    ];

    private readonly SettingValue _value;
    private readonly TestLayer _highest;

    private TestMode(SettingValue value, TestLayer highest)
    {
        _value = value;
        _highest = highest;
    }

    /// <summary>The modes' names.</summary>
    public static IReadOnlyList<string> Words => [.. Names.Select(static entry => entry.Name)];

    /// <summary>The mode's name, if it comes from the command that started the run; null otherwise.</summary>
    public string? OfCommand => _value.Source is SettingSource.Variable or SettingSource.RunParameter ? (string?)_value.Value : null;

    /// <summary>The mode of a setting that takes the <see cref="Words"/> or none.</summary>
    public static TestMode Of(SettingValue value) =>
        new(value, value.Value is string name ? Array.Find(Names, entry => entry.Name == name).Layer : TestLayer.Unspecified);

    /// <summary>The layer at which a test runs that names <paramref name="named"/>.</summary>
    public TestLayer LayerFor(TestLayer named)
    {
        if (named != TestLayer.Unspecified)
        {
            return named;
        }

        return _highest == TestLayer.Unspecified ? TestLayer.Mock : _highest;
    }

    /// <summary>Why a test that names <paramref name="named"/> is skipped; null when it may run.</summary>
    public string? SkipReasonFor(TestLayer named)
    {
        if (_highest == TestLayer.Unspecified || named <= _highest)
        {
            return null;
        }

        // The variable beats the places that the mode may come from, so it is what to set in any case.
        string remedy = $"Set {VariableName}={Array.Find(Names, entry => entry.Layer == named).Name}";
        return _value.Source == SettingSource.Variable
            ? $"Needs layer {named}, but {VariableName}={_value.Text} allows no layer above {_highest}. {remedy} or unset it to run this test."
            : $"Needs layer {named}, but {_value.Setting.Name} {_value.Text} ({_value.Place}) allows no layer above {_highest}. {remedy} to run this test.";
    }
}
