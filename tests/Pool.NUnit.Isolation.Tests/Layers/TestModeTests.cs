using Pool.NUnit.Isolation.Layers;
using Pool.NUnit.Isolation.Settings;
using Pool.NUnit.Isolation.Settings.Table;
using Pool.NUnit.Isolation.Tests.Settings;

namespace Pool.NUnit.Isolation.Tests.Layers;

internal sealed class TestModeTests
{
    [TestCase("mock_adapter", TestLayer.Mock)]
    [TestCase("layer_1", TestLayer.Mock)]
    [TestCase("bridge_mock", TestLayer.Bridge)]
    [TestCase(" Layer_2 ", TestLayer.Bridge)]
    [TestCase("FULL_INTEGRATION", TestLayer.Full)]
    [TestCase("layer_3", TestLayer.Full)]
    public void Test_without_a_layer_runs_at_the_mode(string value, TestLayer expected)
    {
        TestMode mode = Mode(value);
        mode.LayerFor(TestLayer.Unspecified).ShouldBe(expected);
        mode.SkipReasonFor(TestLayer.Unspecified).ShouldBeNull();
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("  ")]
    public void Unset_mode_runs_every_test_and_the_rest_at_mock(string? value)
    {
        TestMode mode = Mode(value);
        mode.LayerFor(TestLayer.Unspecified).ShouldBe(TestLayer.Mock);
        mode.SkipReasonFor(TestLayer.Full).ShouldBeNull();
        mode.LayerFor(TestLayer.Full).ShouldBe(TestLayer.Full);
    }

    [Test]
    public void Test_above_the_mode_is_skipped_and_others_keep_their_layer(
        [Values("mock_adapter", "bridge_mock", "full_integration")] string value,
        [Values(TestLayer.Mock, TestLayer.Bridge, TestLayer.Full)] TestLayer named)
    {
        TestMode mode = Mode(value);
        bool above = named > mode.LayerFor(TestLayer.Unspecified);
        (mode.SkipReasonFor(named) is not null).ShouldBe(above);
        mode.LayerFor(named).ShouldBe(named);
    }

    [Test]
    public void Skip_reason_says_what_to_set() => Mode("layer_1").SkipReasonFor(TestLayer.Full)
        .ShouldBe("Needs layer Full, but TEST_MODE=layer_1 allows no layer above Mock. Set TEST_MODE=full_integration or unset it to run this test.");

    [Test]
    public void Skip_reason_of_a_file_names_its_line_and_what_beats_it() =>
        TestMode.Of(new SettingValue(RunRows.TestMode, "bridge_mock", SettingSource.File, "poolsettings.json, line 2, column 15 ($.TestMode)"))
            .SkipReasonFor(TestLayer.Full)
            .ShouldBe("Needs layer Full, but TestMode bridge_mock (poolsettings.json, line 2, column 15 ($.TestMode)) allows no layer above Bridge. Set TEST_MODE=full_integration to run this test.");

    [TestCase(SettingSource.Variable, "layer_1")]
    [TestCase(SettingSource.RunParameter, "layer_1")]
    [TestCase(SettingSource.File, null)]
    [TestCase(SettingSource.Default, null)]
    public void Mode_of_the_command_is_what_a_replay_needs(SettingSource source, string? expected) =>
        TestMode.Of(new SettingValue(RunRows.TestMode, "layer_1", source, "")).OfCommand.ShouldBe(expected);

    // As the variable has it.
    private static TestMode Mode(string? text) => TestMode.Of(Read.Variables(("TEST_MODE", text ?? ""))[RunRows.TestMode]);
}
