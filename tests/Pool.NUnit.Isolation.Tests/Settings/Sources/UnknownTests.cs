using Pool.NUnit.Isolation.Settings;
using Pool.NUnit.Isolation.Settings.Sources;

namespace Pool.NUnit.Isolation.Tests.Settings.Sources;

internal sealed class UnknownTests
{
    [TestCase("""{ "Sead": 1 }""", "poolsettings.json, line 1, column 3: \"Sead\" is no setting. Did you mean \"Seed\"?")]
    [TestCase("""{ "seed": 1 }""", "\"seed\" is no setting. Did you mean \"Seed\"?")]
    [TestCase("""{ "Layer": { "Full": { "PoolSize": 1 } } }""", "\"Layer\" is no setting. Did you mean \"Layers\"?")]
    [TestCase("""{ "Layers": { "Ful": { "PoolSize": 1 } } }""", "\"Layers:Ful\" is no setting. Did you mean \"Layers:Full\"?")]
    [TestCase("""{ "Layers": { "Full": { "PolSize": 1 } } }""", "\"Layers:Full:PolSize\" is no setting. Did you mean \"Layers:Full:PoolSize\"?")]
    [TestCase("""{ "Layers:Full:PoolSize": 1 }""", "can't be set by a path")]
    [TestCase("""{ "something": { "else": 1 } }""", "\"something\" is no setting. docs/settings.md lists all of them; remove it or correct its name.")]
    [TestCase("""{ "RunId": "x" }""", "\"RunId\" can't be set in a file. Set the variable POOL_RUN_ID.")]
    public void Name_in_a_file_is_refused_with_the_nearest_one(string content, string message) =>
        Read.File(content).Problems.ShouldHaveSingleItem().ShouldContain(message);

    [TestCase("Pool.Layers.Mock.PolSize", "Did you mean \"Pool.Layers.Mock.PoolSize\"?")]
    [TestCase("pool.Seed", "Did you mean \"Pool.Seed\"?")]
    [TestCase("Pool.RunId", "Run parameter \"Pool.RunId\" is no setting")]
    [TestCase("Pool.", "Run parameter \"Pool.\" is no setting")]
    public void Run_parameter_with_the_prefix_is_refused_with_the_nearest_one(string name, string message) =>
        Read.RunParameters((name, "1")).Problems.ShouldHaveSingleItem().ShouldContain(message);

    [Test]
    public void Run_parameter_without_the_prefix_is_somebody_elses() =>
        Read.RunParameters(("PoolSize", "1"), ("Seed", "x"), ("Swimming.Pool", "y")).Problem.ShouldBeNull();

    [TestCase("POOL_LAYERS_MOCK_POL_SIZE", "Did you mean \"POOL_LAYERS_MOCK_POOL_SIZE\"?")]
    [TestCase("POOL_LEAKS_ANYTHING_AT_ALL_THAT_IS_LONG", "is no setting. docs/settings.md")]
    public void Variable_that_begins_like_a_group_is_refused(string name, string message) =>
        Read.Variables((name, "1")).Problems.ShouldHaveSingleItem().ShouldContain(message);

    [Test]
    public void Variable_that_is_nearly_a_setting_is_noted_and_has_no_effect()
    {
        EffectiveSettings settings = Read.Variables(("POOL_SEDE", "1"));
        settings.Problem.ShouldBeNull();
        settings.Notes.ShouldHaveSingleItem().ShouldBe("Variable \"POOL_SEDE\" is no setting and has no effect. Did you mean \"POOL_SEED\"?");
        settings.ToText().ShouldContain("! Variable \"POOL_SEDE\"");
    }

    [TestCase("POOL_TEST_ID")]
    [TestCase("POOL_WORKER_ID")]
    [TestCase("POOL_HOST_ID")]
    [TestCase("POOL_START_ID")]
    [TestCase("POOL_SIZE")]
    [TestCase("POOL_ORPHAN_MOMENTS")]
    public void Variable_of_somebody_else_is_left_alone(string name)
    {
        EffectiveSettings settings = Read.Variables((name, "1"));
        settings.Problem.ShouldBeNull();
        settings.Notes.ShouldBeEmpty();
    }

    [TestCase("", "", 0)]
    [TestCase("abc", "abc", 0)]
    [TestCase("abc", "", 3)]
    [TestCase("abc", "acb", 1)]
    [TestCase("abc", "abd", 1)]
    [TestCase("abc", "xabc", 1)]
    [TestCase("kitten", "sitting", 3)]
    public void Distance_counts_changes_and_swaps(string a, string b, int distance)
    {
        Unknown.Distance(a, b).ShouldBe(distance);
        Unknown.Distance(b, a).ShouldBe(distance);
    }

    [Test]
    public void Very_long_name_is_cut_and_compared_with_nothing() =>
        Read.File($$"""{ "{{new string('S', 100_000)}}": 1 }""").Problems.ShouldHaveSingleItem().Length.ShouldBeLessThan(300);
}
