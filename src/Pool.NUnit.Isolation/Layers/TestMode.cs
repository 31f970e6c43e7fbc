namespace Pool.NUnit.Isolation.Layers;

/// <summary>What the environment variable <c>TEST_MODE</c> allows: the highest layer, or everything when it is unset.</summary>
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

    private readonly string? _value;
    private readonly TestLayer _highest;

    private TestMode(string? value, TestLayer highest)
    {
        _value = value;
        _highest = highest;
    }

    /// <summary>Reads a value of the variable; an empty one counts as unset.</summary>
    /// <exception cref="FormatException">The value is none of the allowed ones; the message lists them.</exception>
    public static TestMode Parse(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return new TestMode(null, TestLayer.Unspecified);
        }

        foreach ((string name, TestLayer layer) in Names)
        {
            if (string.Equals(name, value.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return new TestMode(name, layer);
            }
        }

        throw new FormatException(
            $"{VariableName} is \"{value}\", which is no test mode. Set it to one of "
            + $"{string.Join(", ", Names.Select(static entry => entry.Name))}, or unset it to run every test.");
    }

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

        return $"Needs layer {named}, but {VariableName}={_value} allows no layer above {_highest}. "
            + $"Set {VariableName}={Names.First(entry => entry.Layer == named).Name} or unset it to run this test.";
    }
}
