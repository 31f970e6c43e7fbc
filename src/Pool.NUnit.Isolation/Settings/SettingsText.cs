using System.Text;

namespace Pool.NUnit.Isolation.Settings;

/// <summary>Lists values for people: name, value, source. Those that somebody set carry a star.</summary>
internal static class SettingsText
{
    private const int WidestText = 40;

    public static string Of(IEnumerable<SettingValue> values, IEnumerable<string> notes)
    {
        SettingValue[] all = [.. values];
        int names = all.Max(static value => value.Setting.Name.Length);
        int texts = Math.Min(WidestText, all.Max(static value => value.Text.Length));
        StringBuilder text = new();
        foreach (SettingValue value in all)
        {
            text.Append(value.Source == SettingSource.Default ? "  " : "* ")
                .Append(value.Setting.Name.PadRight(names)).Append("  ")
                .Append(OneLine(value.Text).PadRight(texts)).Append("  ")
                .Append(value.Source == SettingSource.Default ? "default" : value.Place).Append('\n');
        }

        foreach (string note in notes)
        {
            text.Append("! ").Append(note).Append('\n');
        }

        return text.ToString();
    }

    private static string OneLine(string text) => text.Any(char.IsControl) ? new string([.. text.Select(static c => char.IsControl(c) ? ' ' : c)]) : text;
}
