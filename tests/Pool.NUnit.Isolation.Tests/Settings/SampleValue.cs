using System.Globalization;
using System.Text.Json;
using Pool.NUnit.Isolation.Settings;
using Pool.NUnit.Isolation.Settings.Types;

namespace Pool.NUnit.Isolation.Tests.Settings;

/// <summary>Allowed values for any setting, written for each place.</summary>
/// <param name="Value">The value.</param>
/// <param name="Text">As a run parameter or variable has it.</param>
/// <param name="Json">As a file has it.</param>
internal sealed record SampleValue(object Value, string Text, string Json)
{
    /// <summary>Two values of which neither is the default, or for a switch: first the other one, then the default.</summary>
    public static (SampleValue First, SampleValue Second) Of(Setting setting) => setting.Type switch
    {
        NumberType number => (Number(Other(number, setting, 0)), Number(Other(number, setting, 1))),
        ChoiceType choice => (Word(choice.Words.Where(word => !word.Equals(setting.Default)).First()), Word(choice.Words.Where(word => !word.Equals(setting.Default)).ElementAt(1))),
        SwitchType => (Switch(!(bool)setting.Default!), Switch((bool)setting.Default)),
        PathType => (Word(Path.Combine(Path.GetTempPath(), "a")), Word(Path.Combine(Path.GetTempPath(), "b"))),
        TextType => (Word("first"), Word("second")),
        TextListType => (List("one", "two words"), List("three")),
        _ => throw new NotSupportedException(setting.Type.ToString()),
    };

    /// <summary>A file that holds the value for a setting.</summary>
    public string FileOf(Setting setting)
    {
        string[] names = setting.Name.Split(':');
        return string.Concat(names.Select(static name => $$"""{"{{name}}": """)) + Json + new string('}', names.Length);
    }

    private static long Other(NumberType type, Setting setting, int which) =>
        new[] { type.Least, type.Least + 1, type.Least + 2 }.Where(value => !Equals(value, setting.Default)).ElementAt(which);

    private static SampleValue Number(long value) => new(value, value.ToString(CultureInfo.InvariantCulture), value.ToString(CultureInfo.InvariantCulture));

    private static SampleValue Word(string value) => new(value, value, JsonSerializer.Serialize(value));

    private static SampleValue Switch(bool on) => new(on, on ? "true" : "false", on ? "true" : "false");

    private static SampleValue List(params string[] items) => new(items, JsonSerializer.Serialize(items), JsonSerializer.Serialize(items));
}
