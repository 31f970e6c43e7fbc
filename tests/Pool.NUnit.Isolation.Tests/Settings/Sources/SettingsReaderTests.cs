using Pool.NUnit.Isolation.Settings;
using Pool.NUnit.Isolation.Settings.Table;

namespace Pool.NUnit.Isolation.Tests.Settings.Sources;

internal sealed class SettingsReaderTests
{
    private static IEnumerable<Setting> In(SettingPlaces places) => SettingTable.All.Where(setting => setting.Places.HasFlag(places));

    private static IEnumerable<TestCaseData> InFileAndRunParameter() => Cases(SettingPlaces.File | SettingPlaces.RunParameter);

    private static IEnumerable<TestCaseData> InFileAndVariable() => Cases(SettingPlaces.File | SettingPlaces.Variable);

    private static IEnumerable<TestCaseData> InRunParameterAndVariable() => Cases(SettingPlaces.RunParameter | SettingPlaces.Variable)
        .Where(static test => test.Arguments[0] != RunRows.SettingsFile);

    [Test]
    public void Nothing_set_gives_every_default_and_no_problem()
    {
        EffectiveSettings settings = Read.Nothing();
        settings.Problem.ShouldBeNull();
        settings.Notes.ShouldBeEmpty();
        settings.All.ShouldAllBe(static value => value.Source == SettingSource.Default && Equals(value.Value, value.Setting.Default) && value.Place.Length == 0);
        settings.All.Count().ShouldBe(SettingTable.All.Length);
    }

    [Test]
    public void File_alone_sets_every_setting_it_may([ValueSource(nameof(OfFile))] Setting setting)
    {
        SampleValue sample = SampleValue.Of(setting).First;
        Expect(Read.File(sample.FileOf(setting)), setting, sample, SettingSource.File, "poolsettings.json, line 1, column ");
    }

    [Test]
    public void Run_parameter_alone_sets_every_setting_it_may([ValueSource(nameof(OfRunParameter))] Setting setting)
    {
        SampleValue sample = SampleValue.Of(setting).First;
        Expect(Read.RunParameters((setting.RunParameter, sample.Text)), setting, sample, SettingSource.RunParameter, $"Run parameter {setting.RunParameter}");
    }

    [Test]
    public void Variable_alone_sets_every_setting_it_may([ValueSource(nameof(OfVariable))] Setting setting)
    {
        SampleValue sample = SampleValue.Of(setting).First;
        Expect(Read.Variables((setting.Variable, sample.Text)), setting, sample, SettingSource.Variable, $"Variable {setting.Variable}");
    }

    [TestCaseSource(nameof(InFileAndRunParameter))]
    public void Run_parameter_beats_the_file(Setting setting)
    {
        (SampleValue first, SampleValue second) = SampleValue.Of(setting);
        EffectiveSettings settings = Read.All(first.FileOf(setting), [(setting.RunParameter, second.Text)]);
        Expect(settings, setting, second, SettingSource.RunParameter, "Run parameter");
    }

    [TestCaseSource(nameof(InFileAndVariable))]
    public void Variable_beats_the_file(Setting setting)
    {
        (SampleValue first, SampleValue second) = SampleValue.Of(setting);
        EffectiveSettings settings = Read.All(first.FileOf(setting), [], [(setting.Variable, second.Text)]);
        Expect(settings, setting, second, SettingSource.Variable, "Variable");
    }

    [TestCaseSource(nameof(InRunParameterAndVariable))]
    public void Variable_beats_the_run_parameter(Setting setting)
    {
        (SampleValue first, SampleValue second) = SampleValue.Of(setting);
        EffectiveSettings settings = Read.All(null, [(setting.RunParameter, first.Text)], [(setting.Variable, second.Text)]);
        Expect(settings, setting, second, SettingSource.Variable, "Variable");
    }

    [Test]
    public void Settings_of_several_places_add_up()
    {
        EffectiveSettings settings = Read.All(
            """{ "Layers": { "Mock": { "PoolSize": 4, "MaxQueue": 9 } } }""",
            [("Pool.Layers.Mock.PoolSize", "5"), ("Pool.Layers.Full.PoolSize", "6"), ("theirs", "x")],
            [("POOL_LAYERS_MOCK_MAX_OVERFLOW", "7"), ("PATH", "/bin")]);
        settings.Problem.ShouldBeNull();
        (settings.PoolOptions(TestLayer.Mock) is { Size: 5, MaxOverflow: 7, MaxQueue: 9 }).ShouldBeTrue();
        settings.PoolOptions(TestLayer.Full).Size.ShouldBe(6);
        settings.PoolOptions(TestLayer.Bridge).ShouldBe(Read.Nothing().PoolOptions(TestLayer.Bridge));
    }

    [Test]
    public void Empty_text_is_as_good_as_none()
    {
        EffectiveSettings settings = Read.All(null, [("Pool.Layers.Mock.PoolSize", " ")], [("TEST_MODE", ""), ("POOL_SEED", "")]);
        settings.Problem.ShouldBeNull();
        settings.All.ShouldAllBe(static value => value.Source == SettingSource.Default);
    }

    [Test]
    public void None_takes_away_what_a_weaker_place_says()
    {
        EffectiveSettings settings = Read.All("""{ "TimeoutMs": 500, "TestMode": "layer_1" }""", [("Pool.TestMode", "None")], [("POOL_TIMEOUT_MS", "none")]);
        settings.Problem.ShouldBeNull();
        settings.OptionalDuration(RunRows.TimeoutMs).ShouldBeNull();
        settings.Text(RunRows.TestMode).ShouldBeNull();
        settings[RunRows.TimeoutMs].Source.ShouldBe(SettingSource.Variable);
    }

    [Test]
    public void Null_in_a_file_is_none_where_none_is_allowed()
    {
        Read.File("""{ "TimeoutMs": null }""").Problem.ShouldBeNull();
        Read.File("""{ "Layers": { "Mock": { "PoolSize": null } } }""").Problem.ShouldNotBeNull()
            .ShouldContain("poolsettings.json, line 1, column 37 ($.Layers.Mock.PoolSize) is \"null\". It takes a whole number from 1 to 10,000.");
    }

    [Test]
    public void Settings_file_is_the_one_that_a_variable_names()
    {
        using TemporaryFolder folder = new();
        folder.Write("ci.json", """{ "Seed": 3 }""");
        string path = Path.Combine(folder.Path, "ci.json");
        EffectiveSettings settings = Read.Variables(("POOL_SETTINGS_FILE", path));
        settings.Problem.ShouldBeNull();
        settings[RunRows.Seed].Place.ShouldStartWith($"{path}, line 1");
        settings.Number(RunRows.Seed).ShouldBe(3);
    }

    [Test]
    public void Settings_file_that_is_named_and_missing_is_a_problem() =>
        Read.Variables(("POOL_SETTINGS_FILE", Path.Combine(Path.GetTempPath(), "pool-no-such.json"))).Problem.ShouldNotBeNull()
            .ShouldContain("pool-no-such.json, which Pool.SettingsFile or POOL_SETTINGS_FILE names");

    [Test]
    public void Path_in_a_file_is_one_from_the_files_folder()
    {
        using TemporaryFolder folder = new();
        folder.Write("poolsettings.json", """{ "ReportDir": "../report" }""");
        Read.From(folder.Path).Text(RunRows.ReportDir).ShouldBe(Path.Combine(Path.GetDirectoryName(folder.Path)!, "report"));
    }

    private static IEnumerable<Setting> OfFile() => In(SettingPlaces.File);

    private static IEnumerable<Setting> OfRunParameter() => In(SettingPlaces.RunParameter).Where(static setting => setting != RunRows.SettingsFile);

    private static IEnumerable<Setting> OfVariable() => In(SettingPlaces.Variable).Where(static setting => setting != RunRows.SettingsFile);

    private static IEnumerable<TestCaseData> Cases(SettingPlaces places) =>
        In(places).Select(static setting => new TestCaseData(setting).SetArgDisplayNames(setting.Name));

    private static void Expect(EffectiveSettings settings, Setting setting, SampleValue sample, SettingSource source, string place)
    {
        settings.Problem.ShouldBeNull();
        SettingValue value = settings[setting];
        value.Text.ShouldBe(setting.Type.Show(sample.Value));
        value.Source.ShouldBe(source);
        value.Place.ShouldStartWith(place);
        settings.All.Where(other => other.Setting != setting).ShouldAllBe(static other => other.Source == SettingSource.Default);
    }
}
