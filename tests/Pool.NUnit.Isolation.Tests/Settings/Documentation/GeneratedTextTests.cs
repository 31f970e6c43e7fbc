using System.Text.Json;
using Pool.NUnit.Isolation.Settings;
using Pool.NUnit.Isolation.Settings.Table;

namespace Pool.NUnit.Isolation.Tests.Settings.Documentation;

/// <summary>docs/settings.md and the schema of the package say what the table says. Where one does not, what it should say is written beside this assembly.</summary>
internal sealed class GeneratedTextTests
{
    private static string Page => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "settings.md")).ReplaceLineEndings("\n");

    [TestCase("run", nameof(SettingsPage.OfRun))]
    [TestCase("layers", nameof(SettingsPage.OfLayers))]
    [TestCase("environment", nameof(SettingsPage.OfIsolation))]
    [TestCase("capture", nameof(SettingsPage.OfCapture))]
    [TestCase("leaks", nameof(SettingsPage.OfLeaks))]
    public void Page_holds_a_row_for_every_setting_as_the_table_has_it(string name, string generator)
    {
        string table = (string)typeof(SettingsPage).GetMethod(generator)!.Invoke(null, null)!;
        bool holds = Page.Contains($"\n\n{table}", StringComparison.Ordinal);
        holds.ShouldBeTrue(holds ? "" : $"docs/settings.md lacks or has altered the table that was written to {Written($"settings.{name}.md", table)}");
    }

    [Test]
    public void Page_holds_no_row_that_the_table_lacks()
    {
        int rows = Page.Split('\n').Count(static line => line.StartsWith("| `", StringComparison.Ordinal));
        rows.ShouldBe(RunRows.All.Length + LayerRows.All.Length + IsolationRows.All.Length + CaptureRows.All.Length + LeakRows.All.Length);
    }

    [Test]
    public void Example_on_the_page_is_a_file_without_a_problem()
    {
        string example = Page.Split("```json\n")[1].Split("```")[0];
        EffectiveSettings settings = Read.File(example);
        settings.Problem.ShouldBeNull();
        settings.All.Count(static value => value.Source == SettingSource.File).ShouldBeGreaterThan(5);
    }

    [Test]
    public void Schema_of_the_package_follows_from_the_table()
    {
        string schema = SettingsSchema.Text();
        bool same = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "poolsettings.schema.json")).ReplaceLineEndings("\n") == schema;
        same.ShouldBeTrue(same ? "" : $"src/Pool.NUnit.Isolation/Settings/poolsettings.schema.json differs from {Written("poolsettings.schema.json.expected", schema)}");
    }

    [Test]
    public void Schema_names_every_setting_that_a_file_may_hold()
    {
        using JsonDocument schema = JsonDocument.Parse(SettingsSchema.Text());
        foreach (Setting setting in SettingTable.All.Where(static setting => setting.Places.HasFlag(SettingPlaces.File)))
        {
            JsonElement at = schema.RootElement;
            foreach (string part in setting.Name.Split(':'))
            {
                at = at.GetProperty("properties").GetProperty(part);
            }

            at.GetProperty("description").GetString()!.ShouldStartWith(setting.Meaning);
        }
    }

    private static string Written(string name, string content)
    {
        string path = Path.Combine(AppContext.BaseDirectory, name);
        File.WriteAllText(path, content);
        return path;
    }
}
