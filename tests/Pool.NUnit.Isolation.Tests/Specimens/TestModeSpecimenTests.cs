namespace Pool.NUnit.Isolation.Tests.Specimens;

/// <summary>TEST_MODE as a user sets it.</summary>
internal sealed class TestModeSpecimenTests
{
    [Test]
    public async Task Mode_runs_tests_up_to_its_layer_and_skips_the_rest_with_a_reason()
    {
        SpecimenRun run = await SpecimenRun.StartAsync("FullyQualifiedName~LayerSpecimens", "layer_2");
        run.ExitCode.ShouldBe(0, run.Output);
        run["Names_bridge"].Outcome.ShouldBe("Passed");
        run["Names_mock"].Outcome.ShouldBe("Passed");
        run.RecordOf("Names_no_layer").Layer.ShouldBe("Bridge");
        run.RecordOf("Names_mock").Layer.ShouldBe("Mock");
        run["Survives_a_hang"].Outcome.ShouldBe("NotExecuted");
        run["Survives_a_hang"].Message.ShouldContain("Needs layer Full, but TEST_MODE=layer_2");
        run.Output.ShouldContain("Skipped:     6");
    }

    [Test]
    public async Task Category_filter_selects_tests_of_an_attribute()
    {
        SpecimenRun run = await SpecimenRun.StartAsync("TestCategory=Performance&TestCategory=Chaos", "mock_adapter");
        run.Results.Select(static r => r.Name).ShouldBe(["All_three_attributes", "Cancelled_load_under_chaos", "Load_under_a_crash"], ignoreOrder: true);
    }

    [Test]
    public async Task Unknown_mode_fails_every_test_and_lists_the_known_ones()
    {
        SpecimenRun run = await SpecimenRun.StartAsync("Name=Names_mock", "layer_9");
        run.ExitCode.ShouldBe(1);
        run["Names_mock"].Message.ShouldContain("mock_adapter, layer_1, bridge_mock, layer_2, full_integration, layer_3");
    }
}
