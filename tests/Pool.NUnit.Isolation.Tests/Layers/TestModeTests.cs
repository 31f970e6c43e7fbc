using Pool.NUnit.Isolation.Layers;

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
        TestMode mode = TestMode.Parse(value);
        mode.LayerFor(TestLayer.Unspecified).ShouldBe(expected);
        mode.SkipReasonFor(TestLayer.Unspecified).ShouldBeNull();
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("  ")]
    public void Unset_mode_runs_every_test_and_the_rest_at_mock(string? value)
    {
        TestMode mode = TestMode.Parse(value);
        mode.LayerFor(TestLayer.Unspecified).ShouldBe(TestLayer.Mock);
        mode.SkipReasonFor(TestLayer.Full).ShouldBeNull();
        mode.LayerFor(TestLayer.Full).ShouldBe(TestLayer.Full);
    }

    [Test]
    public void Test_above_the_mode_is_skipped_and_others_keep_their_layer(
        [Values("mock_adapter", "bridge_mock", "full_integration")] string value,
        [Values(TestLayer.Mock, TestLayer.Bridge, TestLayer.Full)] TestLayer named)
    {
        TestMode mode = TestMode.Parse(value);
        bool above = named > mode.LayerFor(TestLayer.Unspecified);
        (mode.SkipReasonFor(named) is not null).ShouldBe(above);
        mode.LayerFor(named).ShouldBe(named);
    }

    [Test]
    public void Skip_reason_says_what_to_set() => TestMode.Parse("layer_1").SkipReasonFor(TestLayer.Full)
        .ShouldBe("Needs layer Full, but TEST_MODE=layer_1 allows no layer above Mock. Set TEST_MODE=full_integration or unset it to run this test.");

    [Test]
    public void Unknown_mode_is_refused_with_the_allowed_ones() => Should.Throw<FormatException>(static () => TestMode.Parse("layer_4"))
        .Message.ShouldContain("mock_adapter, layer_1, bridge_mock, layer_2, full_integration, layer_3");
}
