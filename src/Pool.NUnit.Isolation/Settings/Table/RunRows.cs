using Pool.NUnit.Isolation.Settings.Types;
using Pool.Runtime.Adapters;

namespace Pool.NUnit.Isolation.Settings.Table;

/// <summary>What is about the run as a whole.</summary>
internal static class RunRows
{
    public static readonly Setting TestMode = new(
        "TestMode", new ChoiceType(Layers.TestMode.Words, IsOptional: true), null,
        "The highest layer allowed: tests of a higher one are skipped, tests that name none run at it. None: every test runs, those that name no layer at Mock.")
    {
        Variable = Layers.TestMode.VariableName,
    };

    public static readonly Setting Seed = new(
        "Seed", new NumberType(0, int.MaxValue, IsOptional: true), null, "The seed that every random choice of the run follows from.")
    {
        DefaultText = "drawn for each run",
    };

    public static readonly Setting WorkerCommand = new(
        "WorkerCommand", new TextListType(1, 1_000, IsOptional: true), null, "The program of a worker at the Full layer and its arguments.")
    {
        DefaultText = "the bundled worker",
    };

    public static readonly Setting WorkerStartMode = new(
        "WorkerStartMode", ChoiceType.Of<StartMode>(), nameof(StartMode.Auto), "How a worker process of the Full layer is brought to life.");

    public static readonly Setting TimeoutMs = new(
        "TimeoutMs", new NumberType(1, 86_400_000, IsOptional: true) { UnitName = "ms" }, null,
        "Hard limit of a test, from `[SetUp]` to `[TearDown]`, beside the time of its load, after which it fails, whatever it does. None: no limit.")
    {
        Attribute = nameof(PoolTestAttribute.TimeoutMs),
    };

    public static readonly Setting ReportDir = new("ReportDir", new PathType(), null, "The folder of records and reports.")
    {
        DefaultText = "`pool-report` in NUnit's work directory",
    };

    // Not in the file, which would make one run of all that ever read it.
    public static readonly Setting RunId = new("RunId", new TextType(200), null, "Makes several test hosts one run, in one report.")
    {
        DefaultText = "drawn for each test host",
        Places = SettingPlaces.Variable,
    };

    public static readonly Setting SettingsFile = new("SettingsFile", new PathType(), null, "The settings file to read.")
    {
        DefaultText = "`poolsettings.json` beside the test assembly, if it is there",
        Places = SettingPlaces.RunParameter | SettingPlaces.Variable,
    };

    public static readonly Setting[] All = [TestMode, Seed, WorkerCommand, WorkerStartMode, TimeoutMs, ReportDir, RunId, SettingsFile];
}
