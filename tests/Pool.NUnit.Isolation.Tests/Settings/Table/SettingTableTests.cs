using Microsoft.Extensions.Logging;
using Pool.NUnit.Isolation.Settings;
using Pool.NUnit.Isolation.Settings.Table;
using Pool.NUnit.Isolation.Settings.Types;
using Pool.Reporting.Reports;
using Pool.Runtime;
using Pool.Runtime.Adapters;
using Pool.Runtime.Errors;

namespace Pool.NUnit.Isolation.Tests.Settings.Table;

/// <summary>What holds for every row.</summary>
internal sealed class SettingTableTests
{
    private static readonly TestLayer[] Layers = [TestLayer.Mock, TestLayer.Bridge, TestLayer.Full];

    [Test]
    public void Names_of_each_place_are_different()
    {
        SettingTable.All.Select(static s => s.Name).ShouldBeUnique();
        SettingTable.All.Select(static s => s.Variable).ShouldBeUnique();
        SettingTable.All.Select(static s => s.RunParameter).ShouldBeUnique();
        SettingTable.All.Select(static s => s.Name).Intersect(SettingTable.Groups).ShouldBeEmpty();
    }

    [Test]
    public void Default_is_allowed_and_reads_as_it_is_shown([ValueSource(typeof(SettingTable), nameof(SettingTable.All))] Setting setting)
    {
        string shown = setting.Type.Show(setting.Default);
        setting.Type.TryRead(shown, out object? read).ShouldBeTrue(shown);
        setting.Type.Show(read).ShouldBe(shown);
        setting.Places.ShouldNotBe(SettingPlaces.None);
        setting.Meaning.ShouldEndWith(".");
        setting.Meaning.ShouldNotContain("|");
    }

    [Test]
    public void Names_that_were_there_before_the_table_stay()
    {
        RunRows.TestMode.Variable.ShouldBe("TEST_MODE");
        RunRows.Seed.Variable.ShouldBe("POOL_SEED");
        RunRows.WorkerCommand.Variable.ShouldBe("POOL_WORKER_COMMAND");
        RunRows.ReportDir.Variable.ShouldBe(ReportLocation.DirectoryVariable);
        RunRows.RunId.Variable.ShouldBe(ReportLocation.RunIdVariable);
    }

    [TestCase("Seed", "POOL_SEED")]
    [TestCase("Layers:Full:PoolSize", "POOL_LAYERS_FULL_POOL_SIZE")]
    [TestCase("Layers:Mock:CommandTimeoutMs", "POOL_LAYERS_MOCK_COMMAND_TIMEOUT_MS")]
    public void Variable_follows_from_the_name(string name, string variable) => Setting.VariableOf(name).ShouldBe(variable);

    [Test]
    public void Attribute_of_a_row_is_a_property_of_the_attributes() =>
        SettingTable.All.Select(static s => s.Attribute).OfType<string>().Distinct()
            .ShouldAllBe(static property => typeof(PoolTestAttribute).GetProperty(property)!.PropertyType == typeof(int));

    [Test]
    public void Least_and_most_of_a_layers_row_are_options_that_a_pool_takes_and_one_beyond_is_not(
        [ValueSource(typeof(LayerRows), nameof(LayerRows.All))] LayerRow row, [ValueSource(nameof(Layers))] TestLayer layer)
    {
        PoolOptions defaults = Read.Nothing().PoolOptions(layer);
        defaults.Validated();
        if (row.Type is not NumberType type)
        {
            return;
        }

        row.Apply(defaults, type.Least).Validated();
        row.Apply(defaults, type.Most).Validated();
        if (type.Least > 0)
        {
            Should.Throw<PoolOptionsException>(() => row.Apply(defaults, type.Least - 1).Validated());
        }

        if (type.Most < int.MaxValue)
        {
            Should.Throw<PoolOptionsException>(() => row.Apply(defaults, type.Most + 1).Validated());
        }
    }

    [Test]
    public void What_a_layers_row_applies_it_reads([ValueSource(typeof(LayerTable), nameof(LayerTable.Full))] (LayerRow Row, Setting Setting) entry)
    {
        PoolOptions defaults = Read.Nothing().PoolOptions(TestLayer.Full);
        (SampleValue first, SampleValue second) = SampleValue.Of(entry.Setting);
        foreach (object value in new[] { first.Value, second.Value })
        {
            PoolOptions changed = entry.Row.Apply(defaults, value);
            entry.Row.Read(changed).ShouldBe(value);
            entry.Row.Apply(changed, entry.Row.Read(defaults)).ShouldBe(defaults);
        }
    }

    [Test]
    public void Layer_without_settings_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(static () => LayerTable.For(TestLayer.Unspecified));

    [Test]
    public void Typed_settings_hold_what_was_read()
    {
        EffectiveSettings values = Read.Variables(
            ("TEST_MODE", "layer_2"), ("POOL_SEED", "9"), ("POOL_RUN_ID", "r"), ("POOL_REPORT_DIR", Path.GetTempPath()),
            ("POOL_WORKER_COMMAND", "[\"a\",\"b\"]"), ("POOL_WORKER_START_MODE", "spawn"), ("POOL_TIMEOUT_MS", "11"),
            ("POOL_LAYERS_BRIDGE_POOL_SIZE", "12"), ("POOL_TEARDOWN_BUDGET_MS", "13"), ("POOL_TEARDOWN_ITEM_DEADLINE_MS", "14"),
            ("POOL_TEARDOWN_POOL_DEADLINE_MS", "15"), ("POOL_LEAKS_TIMER", "warn"), ("POOL_LEAKS_CREATION_STACKS", "false"),
            ("POOL_LEAKS_MAX_CREATION_STACKS", "22"), ("POOL_LEAKS_COLLECT_AFTER_EXCEPTIONS", "false"),
            ("POOL_LEAKS_GRACE_MS", "16"), ("POOL_LEAKS_ALLOW", "[\"x\"]"), ("POOL_OWN_PROCESS_START_TIMEOUT_MS", "17"),
            ("POOL_ADMISSION_CAPACITY", "18"), ("POOL_SPARES_COUNT", "19"), ("POOL_CAPTURE_MINIMUM_LEVEL", "error"),
            ("POOL_CAPTURE_MAX_LOG_ENTRIES", "20"), ("POOL_CAPTURE_MAX_LOG_BYTES", "2100"), ("POOL_CAPTURE_METRICS", "false"),
            ("POOL_CAPTURE_MAX_SERIES", "23"), ("POOL_CAPTURE_TRACES", "false"), ("POOL_CAPTURE_ACTIVITY_SOURCES", "[\"mine\"]"),
            ("POOL_CAPTURE_MAX_ACTIVITIES", "24"), ("POOL_CAPTURE_MAX_POOL_EVENTS", "25"), ("POOL_CAPTURE_UNDER_LOAD", "true"),
            ("POOL_CAPTURE_MAX_FILE_BYTES", "2600"), ("POOL_CAPTURE_MAX_FAILURES", "27"));
        values.Problem.ShouldBeNull();
        IsolationSettings settings = IsolationSettings.Of(values);
        settings.Mode.LayerFor(TestLayer.Unspecified).ShouldBe(TestLayer.Bridge);
        (settings.Seed, settings.RunId, settings.ReportDirectory).ShouldBe((9, "r", Path.GetTempPath()));
        settings.WorkerCommand.ShouldBe(["a", "b"]);
        settings.WorkerStartMode.ShouldBe(StartMode.Spawn);
        settings.Timeout.ShouldBe(TimeSpan.FromMilliseconds(11));
        settings.Layers.For(TestLayer.Bridge).Size.ShouldBe(12);
        settings.Teardown.ShouldBe(new TeardownSettings(TimeSpan.FromMilliseconds(13), TimeSpan.FromMilliseconds(14), TimeSpan.FromMilliseconds(15)));
        settings.Leaks.Policies["Timer"].ShouldBe("Warn");
        settings.Leaks.Policies["Process"].ShouldBe("Fail");
        (settings.Leaks.CreationStacks, settings.Leaks.MaxCreationStacks, settings.Leaks.CollectAfterExceptions).ShouldBe((false, 22, false));
        settings.Leaks.Grace.ShouldBe(TimeSpan.FromMilliseconds(16));
        settings.Leaks.Allowed.ShouldBe(["x"]);
        (settings.OwnProcessStartTimeout, settings.AdmissionCapacity, settings.SpareWorkers).ShouldBe((TimeSpan.FromMilliseconds(17), 18, 19));
        CaptureSettings capture = settings.Capture;
        (capture.MinimumLevel, capture.MaxLogEntries, capture.MaxLogBytes, capture.Metrics).ShouldBe((LogLevel.Error, 20, 2100, false));
        (capture.MaxSeries, capture.Traces, capture.MaxActivities, capture.MaxPoolEvents).ShouldBe((23, false, 24, 25));
        (capture.UnderLoad, capture.MaxFileBytes, capture.MaxFailures).ShouldBe((true, 2600, 27));
        capture.ActivitySources.ShouldBe(["mine"]);
    }

    [Test]
    public void What_is_drawn_replaces_none_alone()
    {
        Read.Nothing().Drawn(RunRows.Seed, static () => 5L).Number(RunRows.Seed).ShouldBe(5);
        Read.Variables(("POOL_SEED", "4")).Drawn(RunRows.Seed, static () => 5L).Number(RunRows.Seed).ShouldBe(4);
    }
}
