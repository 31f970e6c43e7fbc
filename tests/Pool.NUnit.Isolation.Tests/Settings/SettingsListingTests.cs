using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Pool.NUnit.Isolation.Settings;
using Pool.NUnit.Isolation.Settings.Table;

namespace Pool.NUnit.Isolation.Tests.Settings;

internal sealed class SettingsListingTests
{
    private static readonly Assembly Own = typeof(SettingsListingTests).Assembly;

    [Test]
    public void File_lists_every_setting_with_its_source_and_place()
    {
        using TemporaryFolder folder = new();
        EffectiveSettings settings = Read.All(
            """{ "WorkerCommand": ["a", "b"] }""", [("Pool.Leaks.CreationStacks", "false")], [("POOL_SEED", "5"), ("POOL_SEDE", "6")])
            .Drawn(RunRows.RunId, static () => "drawn");
        string path = new SettingsListing(settings, folder.Path, new FakeTimeProvider()).FileOf(Own, static () => "/unused").ShouldNotBeNull();

        path.ShouldBe(Path.Combine(folder.Path, "settings", $"Pool.NUnit.Isolation.Tests-{Environment.ProcessId}.json"));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(path));
        json.RootElement.GetProperty("version").GetInt32().ShouldBe(1);
        json.RootElement.GetProperty("runId").GetString().ShouldBe("drawn");
        json.RootElement.GetProperty("notes")[0].GetString()!.ShouldContain("POOL_SEDE");
        Dictionary<string, JsonElement> rows = json.RootElement.GetProperty("settings").EnumerateArray().ToDictionary(static row => row.GetProperty("name").GetString()!);
        rows.Keys.ShouldBe(SettingTable.All.Select(static setting => setting.Name));
        Row("WorkerCommand").ShouldBe("""["a","b"] File poolsettings.json, line 1, column 20 ($.WorkerCommand)""");
        Row("Leaks:CreationStacks").ShouldBe("false RunParameter Run parameter Pool.Leaks.CreationStacks");
        Row("Seed").ShouldBe("5 Variable Variable POOL_SEED");
        Row("TimeoutMs").ShouldBe("null Default ");

        string Row(string name)
        {
            JsonElement row = rows[name];
            string value = JsonSerializer.Serialize(row.GetProperty("value"));
            return $"{value} {row.GetProperty("source").GetString()} {(row.TryGetProperty("place", out JsonElement place) ? place.GetString() : "")}";
        }
    }

    [Test]
    public async Task File_is_written_once_however_many_tests_ask()
    {
        using TemporaryFolder folder = new();
        SettingsListing listing = new(Read.Nothing(), folder.Path, TimeProvider.System);
        int asked = 0;
        string?[] paths = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => listing.FileOf(Own, () =>
        {
            Interlocked.Increment(ref asked);
            return folder.Path;
        }))));
        asked.ShouldBe(1);
        paths.Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
        Directory.EnumerateFiles(Path.Combine(folder.Path, "settings")).ShouldHaveSingleItem();
    }

    [Test]
    public void Directory_of_the_work_is_used_when_the_settings_name_none()
    {
        using TemporaryFolder folder = new();
        new SettingsListing(Read.Nothing(), null, TimeProvider.System).FileOf(Own, () => folder.Path).ShouldNotBeNull()
            .ShouldStartWith(Path.Combine(folder.Path, "pool-report", "settings"));
    }

    [Test]
    public void Listing_that_cannot_be_written_fails_no_test()
    {
        using TemporaryFolder folder = new();
        folder.Write("report");
        new SettingsListing(Read.Nothing(), Path.Combine(folder.Path, "report"), TimeProvider.System).FileOf(Own, () => folder.Path).ShouldBeNull();
    }
}
