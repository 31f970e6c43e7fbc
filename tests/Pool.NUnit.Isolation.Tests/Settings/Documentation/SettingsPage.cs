using System.Text;
using Pool.NUnit.Isolation.Settings;
using Pool.NUnit.Isolation.Settings.Table;

namespace Pool.NUnit.Isolation.Tests.Settings.Documentation;

/// <summary>The tables of docs/settings.md, as they follow from the table of settings.</summary>
internal static class SettingsPage
{
    private const string Head = "| Setting | Variable | Where | Default | Unit | Takes | What it does |\n|---|---|---|---|---|---|---|\n";

    public static string OfRun() => Head + string.Concat(RunRows.All.Select(Row));

    public static string OfIsolation() => Head + string.Concat(IsolationRows.All.Select(Row));

    public static string OfCapture() => Head + string.Concat(CaptureRows.All.Select(Row));

    public static string OfLeaks() => Head + string.Concat(LeakRows.All.Select(Row));

    /// <summary>One row for all layers, with three defaults where they differ.</summary>
    public static string OfLayers()
    {
        StringBuilder table = new(Head);
        for (int i = 0; i < LayerRows.All.Length; i++)
        {
            Setting[] layers = [LayerTable.Mock[i].Setting, LayerTable.Bridge[i].Setting, LayerTable.Full[i].Setting];
            string[] defaults = [.. layers.Select(static layer => layer.DefaultText)];
            string shown = defaults.Distinct().Count() == 1 ? defaults[0] : $"Mock {defaults[0]}, Bridge {defaults[1]}, Full {defaults[2]}";
            table.Append(Row(layers[0].Name.Replace("Mock", "LAYER", StringComparison.Ordinal), layers[0].Variable.Replace("MOCK", "LAYER", StringComparison.Ordinal), Where(layers[0], code: true), shown, layers[0]));
        }

        return table.ToString();
    }

    private static string Row(Setting setting) => Row(setting.Name, setting.Variable, Where(setting, code: false), setting.DefaultText, setting);

    private static string Row(string name, string variable, string where, string defaultText, Setting setting) =>
        $"| `{name}` | `{variable}` | {where} | {defaultText} | {setting.Type.Unit ?? ""} | {setting.Type.Allowed} | {setting.Meaning} |\n";

    private static string Where(Setting setting, bool code)
    {
        List<string> places = [];
        if (setting.Places.HasFlag(SettingPlaces.File))
        {
            places.Add("F");
        }

        if (setting.Places.HasFlag(SettingPlaces.RunParameter))
        {
            places.Add("P");
        }

        if (setting.Places.HasFlag(SettingPlaces.Variable))
        {
            places.Add("V");
        }

        if (setting.Attribute is not null)
        {
            places.Add("A");
        }

        if (code)
        {
            places.Add("C");
        }

        return string.Join(' ', places);
    }
}
