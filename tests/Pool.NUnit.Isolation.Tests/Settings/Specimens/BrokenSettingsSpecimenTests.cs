using Pool.NUnit.Isolation.Tests.Specimens;

namespace Pool.NUnit.Isolation.Tests.Settings.Specimens;

/// <summary>A run whose settings are wrong at every place.</summary>
internal sealed class BrokenSettingsSpecimenTests
{
    private SpecimenRun _run = null!;

    [OneTimeSetUp]
    public async Task RunAsync() => _run = await SpecimenRun.StartAsync(
        "FullyQualifiedName~SettingsSpecimens|FullyQualifiedName~PlainSpecimens|Name=Names_mock",
        prepare: static (start, folder) =>
        {
            string file = Path.Combine(folder, "broken.json");
            File.WriteAllText(file, "{\n  \"Layers\": { \"Mock\": { \"PoolSize\": 0, \"PolSize\": 1 } }\n}\n");
            start.Environment["POOL_SETTINGS_FILE"] = file;
            start.Environment["POOL_SEED"] = "dice";
            start.ArgumentList.Add("--");
            start.ArgumentList.Add("TestRunParameters.Parameter(name=\"Pool.TestMode\",value=\"layer_9\")");
        });

    [TestCase("Names_mock")]
    [TestCase("Tells_its_options")]
    [TestCase("Isolated_by_the_fixture")]
    public void Every_isolated_test_fails_with_all_that_is_wrong(string name)
    {
        SpecimenResult result = _run[name];
        result.Outcome.ShouldBe("Failed");
        result.Message.ShouldContain("broken.json, line 2, column 37 ($.Layers.Mock.PoolSize) is \"0\". It takes a whole number from 1 to 10,000.");
        result.Message.ShouldContain("broken.json, line 2, column 40: \"Layers:Mock:PolSize\" is no setting. Did you mean \"Layers:Mock:PoolSize\"?");
        result.Message.ShouldContain("Run parameter Pool.TestMode is \"layer_9\". It takes one of mock_adapter");
        result.Message.ShouldContain("Variable POOL_SEED is \"dice\". It takes a whole number from 0 to 2,147,483,647");
    }

    [Test]
    public void Test_that_is_not_isolated_runs() => _run["Beside_the_settings"].Outcome.ShouldBe("Passed");

    [Test]
    public void Nothing_is_lost() => (_run.ExitCode, _run.Results.Count).ShouldBe((1, 5));
}
