using System.Text;
using Pool.NUnit.Isolation.Settings.Types;

namespace Pool.NUnit.Isolation.Settings;

/// <summary>One row of the table of settings. Immutable; the same setting is always the same object.</summary>
/// <param name="name">Its path, such as <c>Layers:Full:PoolSize</c>.</param>
/// <param name="type">What values it takes.</param>
/// <param name="default">Its value when nobody sets it.</param>
/// <param name="meaning">What it does, for people.</param>
internal sealed class Setting(string name, SettingType type, object? @default, string meaning)
{
    public const string RunParameterPrefix = "Pool.";

    public string Name => name;

    public SettingType Type => type;

    public object? Default => @default;

    public string Meaning => meaning;

    /// <summary>The default for people, where it is no constant.</summary>
    public string DefaultText { get => field ?? Type.Show(Default); init; }

    public SettingPlaces Places { get; init; } = SettingPlaces.All;

    /// <summary>The property of the tests' attributes that beats it for one test; null when there is none.</summary>
    public string? Attribute { get; init; }

    /// <summary>The layer whose pools it is about; Unspecified for a setting of the run.</summary>
    public TestLayer Layer { get; init; }

    /// <summary>The variable's name, <c>POOL_LAYERS_FULL_POOL_SIZE</c> for <c>Layers:Full:PoolSize</c>.</summary>
    public string Variable { get => field ?? VariableOf(Name); init; }

    /// <summary>The run parameter's name, <c>Pool.Layers.Full.PoolSize</c> for <c>Layers:Full:PoolSize</c>.</summary>
    public string RunParameter => RunParameterPrefix + Name.Replace(':', '.');

    /// <summary>The last part of the name.</summary>
    public string ShortName => Name[(Name.LastIndexOf(':') + 1)..];

    public override string ToString() => Name;

    internal static string VariableOf(string name)
    {
        StringBuilder variable = new("POOL_");
        for (int i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsAsciiLetterUpper(name[i]) && char.IsAsciiLetterLower(name[i - 1]))
            {
                variable.Append('_');
            }

            variable.Append(name[i] == ':' ? '_' : char.ToUpperInvariant(name[i]));
        }

        return variable.ToString();
    }
}
