using System.Text.Json;
using Pool.NUnit.Isolation.Tests.Specimens;
using Pool.Reporting.Records;

namespace Pool.NUnit.Isolation.Tests.Settings.Specimens;

/// <summary>Settings as a user gives them: all places together in one real test host.</summary>
internal sealed class SettingsSpecimenTests
{
    private SpecimenRun _run = null!;

    [OneTimeSetUp]
    public async Task RunAsync() => _run = await SpecimenRun.StartAsync("FullyQualifiedName~SettingsSpecimens", prepare: static (start, folder) =>
    {
        start.Environment.Remove("POOL_REPORT_DIR");
        start.Environment["POOL_LAYERS_BRIDGE_START_TIMEOUT_MS"] = "12000";
        start.Environment["POOL_LAYERS_BRIDGE_POOL_SIZE"] = "4";
        start.Environment["POOL_SEDE"] = "1";
        start.ArgumentList.Add("--");
        start.ArgumentList.Add($"TestRunParameters.Parameter(name=\"Pool.ReportDir\",value=\"{Path.Combine(folder, "report")}\")");
        start.ArgumentList.Add("TestRunParameters.Parameter(name=\"Pool.Layers.Bridge.QueueTimeoutMs\",value=\"4444\")");
        start.ArgumentList.Add("TestRunParameters.Parameter(name=\"Pool.Layers.Bridge.StartTimeoutMs\",value=\"13000\")");
    });

    [Test]
    public void Each_place_has_its_say_and_the_stronger_one_the_last() =>
        _run["Tells_its_options"].StandardOutput.ShouldContain("options: file 997, parameter 4444, variable 12000, attribute 1, code 77");

    [Test]
    public void Fixture_that_is_isolated_has_the_settings_too() => _run["Isolated_by_the_fixture"].Outcome.ShouldBe("Passed", _run["Isolated_by_the_fixture"].Message);

    [Test]
    public void Wrong_value_of_an_attribute_fails_its_test_alone()
    {
        SpecimenResult wrong = _run["Asks_for_too_many_workers"];
        wrong.Outcome.ShouldBe("Failed");
        wrong.Message.ShouldContain("[IsolatedTest] on SettingsSpecimens.Asks_for_too_many_workers: PoolSize is 10001. It takes a whole number from 1 to 10,000");
        _run.Results.Count(static result => result.Outcome == "Passed").ShouldBe(2);
    }

    [Test]
    public void Records_and_report_lie_where_a_run_parameter_says()
    {
        _run.Tests.Count(static test => test.Outcome == TestOutcome.Passed).ShouldBe(2);
        _run.Files.Keys.ShouldContain(Path.Combine("report", "report.json"));
    }

    [Test]
    public void Listing_of_the_run_says_where_each_value_came_from()
    {
        string path = _run.Files.Keys.Where(static file => file.StartsWith(Path.Combine("report", "settings"), StringComparison.Ordinal)).ShouldHaveSingleItem();
        using JsonDocument listing = JsonDocument.Parse(_run.Files[path]);
        string[] set = [.. listing.RootElement.GetProperty("settings").EnumerateArray()
            .Where(static row => row.GetProperty("source").GetString() != "Default" && row.GetProperty("name").GetString() != "ReportDir")
            .Select(static row => $"{row.GetProperty("name").GetString()}={row.GetProperty("value")} {row.GetProperty("place").GetString()}")];
        set.ShouldBe(
            [
                "Seed=42 Variable POOL_SEED",
                "Layers:Bridge:PoolSize=4 Variable POOL_LAYERS_BRIDGE_POOL_SIZE",
                "Layers:Bridge:StartTimeoutMs=12000 Variable POOL_LAYERS_BRIDGE_START_TIMEOUT_MS",
                "Layers:Bridge:MaxQueue=997 poolsettings.json, line 4, column 29 ($.Layers.Bridge.MaxQueue)",
                "Layers:Bridge:QueueTimeoutMs=4444 Run parameter Pool.Layers.Bridge.QueueTimeoutMs",
            ],
            ignoreOrder: true);
        listing.RootElement.GetProperty("notes")[0].GetString()!.ShouldContain("Did you mean \"POOL_SEED\"?");
    }
}
