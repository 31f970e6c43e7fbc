using Pool.NUnit.Isolation.Settings;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Tests.Settings;

internal sealed class SettingsOfTestTests
{
    [Test]
    public void Test_that_says_nothing_has_the_settings_of_its_layer_and_of_the_run()
    {
        SettingsOfTest settings = Of(Read.Nothing());
        settings.All().ShouldAllBe(static value => value.Source == SettingSource.Default);
        settings.All().Select(static value => value.Setting.Layer).Distinct().ShouldBe([TestLayer.Unspecified, TestLayer.Mock], ignoreOrder: true);
    }

    [TestCase("file")]
    [TestCase("run parameter")]
    [TestCase("variable")]
    [TestCase("nothing")]
    public void Attribute_beats_every_setting_of_the_run(string place)
    {
        EffectiveSettings run = place switch
        {
            "file" => Read.File("""{ "Layers": { "Mock": { "PoolSize": 7 } }, "TimeoutMs": 8 }"""),
            "run parameter" => Read.RunParameters(("Pool.Layers.Mock.PoolSize", "7"), ("Pool.TimeoutMs", "8")),
            "variable" => Read.Variables(("POOL_LAYERS_MOCK_POOL_SIZE", "7"), ("POOL_TIMEOUT_MS", "8")),
            _ => Read.Nothing(),
        };
        SettingsOfTest settings = Of(run, named: new() { ["PoolSize"] = 3, ["TimeoutMs"] = 4 }, declared: o => o with { Size = 3 });
        Value(settings, "Layers:Mock:PoolSize").ShouldBe(("3", SettingSource.Attribute, "Attribute on Fixture.Test"));
        Value(settings, "TimeoutMs").ShouldBe(("4", SettingSource.Attribute, "Attribute on Fixture.Test"));
    }

    [Test]
    public void Attribute_that_repeats_the_setting_is_still_its_place() =>
        Value(Of(Read.Nothing(), named: new() { ["PoolSize"] = 1 }), "Layers:Mock:PoolSize").Source.ShouldBe(SettingSource.Attribute);

    [Test]
    public void Code_beats_the_attribute()
    {
        SettingsOfTest settings = Of(Read.Nothing(), named: new() { ["PoolSize"] = 3 }, declared: o => o with { Size = 3 });
        settings.Observe(Read.Nothing().PoolOptions(TestLayer.Mock) with { Size = 5, MaxQueue = 6 });
        Value(settings, "Layers:Mock:PoolSize").ShouldBe(("5", SettingSource.Code, "Code that changed the test's PoolOptions"));
        Value(settings, "Layers:Mock:MaxQueue").ShouldBe(("6", SettingSource.Code, "Code that changed the test's PoolOptions"));
        Value(settings, "Layers:Mock:MaxOverflow").Source.ShouldBe(SettingSource.Default);
    }

    [Test]
    public void Text_marks_what_somebody_set_and_says_where()
    {
        SettingsOfTest settings = Of(
            Read.Variables(("POOL_SEED", "12")), named: new() { ["PoolSize"] = 3 }, declared: o => o with { Size = 3 });
        string[] lines = settings.ToText().Split('\n');
        lines.Single(static line => line.Contains(" Seed ", StringComparison.Ordinal)).ShouldMatch(@"^\* Seed +12 +Variable POOL_SEED$");
        lines.Single(static line => line.Contains("Mock:PoolSize", StringComparison.Ordinal)).ShouldMatch(@"^\* Layers:Mock:PoolSize +3 +Attribute on Fixture\.Test$");
        lines.Single(static line => line.Contains("Mock:MaxOverflow", StringComparison.Ordinal)).ShouldMatch("^  Layers:Mock:MaxOverflow +0 +default$");
        lines.ShouldNotContain(static line => line.Contains("Layers:Full", StringComparison.Ordinal));
    }

    private static (string Text, SettingSource Source, string Place) Value(SettingsOfTest settings, string name)
    {
        SettingValue value = settings.All().Single(value => value.Setting.Name == name);
        return (value.Text, value.Source, value.Place);
    }

    private static SettingsOfTest Of(EffectiveSettings run, Dictionary<string, long>? named = null, Func<PoolOptions, PoolOptions>? declared = null)
    {
        PoolOptions options = run.PoolOptions(TestLayer.Mock);
        return new SettingsOfTest(run, TestLayer.Mock, "Fixture.Test", declared?.Invoke(options) ?? options, () => named ?? []);
    }
}
