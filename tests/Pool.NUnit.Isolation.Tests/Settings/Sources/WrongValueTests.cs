using Pool.NUnit.Isolation.Settings;
using Pool.NUnit.Isolation.Settings.Table;

namespace Pool.NUnit.Isolation.Tests.Settings.Sources;

/// <summary>Every kind of wrong value, at every place: the message names the place, the value and what is allowed.</summary>
internal sealed class WrongValueTests
{
    private const string Words = "one of mock_adapter, layer_1, bridge_mock, layer_2, full_integration, layer_3, or none";

    [TestCase("POOL_SEED", "-1", "a whole number from 0 to 2,147,483,647, or none")]
    [TestCase("POOL_SEED", "2147483648", "a whole number from 0 to 2,147,483,647, or none")]
    [TestCase("POOL_SEED", "0x10", "a whole number from 0 to 2,147,483,647, or none")]
    [TestCase("POOL_SEED", "1,000", "a whole number from 0 to 2,147,483,647, or none")]
    [TestCase("POOL_SEED", "99999999999999999999", "a whole number from 0 to 2,147,483,647, or none")]
    [TestCase("TEST_MODE", "layer_9", Words)]
    [TestCase("POOL_LAYERS_FULL_POOL_SIZE", "0", "a whole number from 1 to 10,000")]
    [TestCase("POOL_LAYERS_FULL_POOL_SIZE", "10001", "a whole number from 1 to 10,000")]
    [TestCase("POOL_LAYERS_FULL_POOL_SIZE", "none", "a whole number from 1 to 10,000")]
    [TestCase("POOL_LAYERS_FULL_POOL_SIZE", "2.0", "a whole number from 1 to 10,000")]
    [TestCase("POOL_LAYERS_MOCK_LAZY_START", "yes", "true or false")]
    [TestCase("POOL_LAYERS_MOCK_AFFINITY", "2", "one of Hint, StrictQueue, StrictFailFast")]
    [TestCase("POOL_TIMEOUT_MS", "86400001", "a whole number from 1 to 86,400,000, or none")]
    [TestCase("POOL_TIMEOUT_MS", "00:00:05", "a whole number from 1 to 86,400,000, or none")]
    [TestCase("POOL_WORKER_COMMAND", "python3 -m my_worker", "a JSON array of strings")]
    [TestCase("POOL_WORKER_COMMAND", "[]", "1 to 1,000 of them")]
    [TestCase("POOL_WORKER_COMMAND", "[\"\"]", "the first of them not empty")]
    [TestCase("POOL_WORKER_COMMAND", "[\"a\",null]", "a JSON array of strings")]
    [TestCase("POOL_WORKER_COMMAND", "{}", "a JSON array of strings")]
    [TestCase("POOL_REPORT_DIR", "relative/report", "an absolute path")]
    public void Text_that_is_not_allowed_is_refused_alike_as_variable_and_run_parameter(string variable, string text, string allowed)
    {
        Setting setting = SettingTable.All.Single(row => row.Variable == variable);
        string problem = Read.Variables((variable, text)).Problem.ShouldNotBeNull();
        problem.ShouldStartWith($"Variable {variable} is \"{text}\". It takes ");
        problem.ShouldContain(allowed);
        problem.ShouldEndWith($"Change it, or unset it for the default ({setting.DefaultText}).");

        string parameter = Read.RunParameters((setting.RunParameter, text)).Problem.ShouldNotBeNull();
        parameter.ShouldStartWith($"Run parameter {setting.RunParameter} is \"{text}\". It takes ");
        parameter.ShouldContain(allowed);
        parameter.ShouldEndWith($"Change it, or leave it out for the default ({setting.DefaultText}).");
    }

    [TestCase("Seed", "-1")]
    [TestCase("Seed", "1.0")]
    [TestCase("Seed", "1e3")]
    [TestCase("Seed", "\"5\"")]
    [TestCase("Seed", "true")]
    [TestCase("Seed", "{}")]
    [TestCase("Seed", "[1]")]
    [TestCase("TestMode", "\"layer_9\"")]
    [TestCase("TestMode", "1")]
    [TestCase("TestMode", "[\"layer_1\"]")]
    [TestCase("WorkerStartMode", "null")]
    [TestCase("WorkerCommand", "\"python3\"")]
    [TestCase("WorkerCommand", "[]")]
    [TestCase("WorkerCommand", "[\"a\", 1]")]
    [TestCase("WorkerCommand", "[\"a\", [\"b\"]]")]
    [TestCase("WorkerCommand", "[\"a\", null]")]
    [TestCase("ReportDir", "\"\"")]
    [TestCase("ReportDir", "\"a\\u0000b\"")]
    [TestCase("Leaks:CreationStacks", "\"true\"")]
    [TestCase("Leaks:CreationStacks", "1")]
    [TestCase("Leaks:Process", "\"Ignore\"")]
    [TestCase("Leaks:Allow", "[1]")]
    public void Value_that_a_file_must_not_hold_is_refused_with_line_path_and_range(string name, string json)
    {
        Setting setting = SettingTable.Find(name).ShouldNotBeNull();
        string problem = Read.File($"// first line\n\n{new SampleValue("", "", json).FileOf(setting)}").Problem.ShouldNotBeNull();
        problem.ShouldStartWith("poolsettings.json, line 3, column ");
        problem.ShouldContain($"($.{name.Replace(':', '.')}) is ");
        problem.ShouldContain($"It takes {setting.Type.Allowed}. Change it, or leave it out for the default ({setting.DefaultText}).");
        problem.Split('\n').Length.ShouldBe(1);
    }

    [Test]
    public void Line_and_column_are_those_of_the_value()
    {
        EffectiveSettings settings = Read.File("""
            {
              "Seed": 7, // fine
              "Layers": {
                "Full": { "PoolSize": 0 }
              }
            }
            """);
        settings.Problem.ShouldNotBeNull().ShouldStartWith("poolsettings.json, line 4, column 27 ($.Layers.Full.PoolSize) is \"0\".");
        settings[RunRows.Seed].Place.ShouldBe("poolsettings.json, line 2, column 11 ($.Seed)");
    }

    [Test]
    public void Everything_wrong_is_told_at_once()
    {
        EffectiveSettings settings = Read.All("""{ "Seed": -1, "Sede": 1 }""", [("Pool.Seed", "x")], [("POOL_SEED", "y"), ("TEST_MODE", "z")]);
        settings.Problems.Count.ShouldBe(5);
        settings.Problem!.Split('\n').Length.ShouldBe(5);
    }

    [Test]
    public void Message_stays_readable_with_very_many_problems()
    {
        string content = $"{{ {string.Join(",", Enumerable.Range(0, 500).Select(static i => $"\"wrong{i}\": 1"))} }}";
        string problem = Read.File(content).Problem.ShouldNotBeNull();
        problem.Split('\n').Length.ShouldBe(21);
        problem.ShouldEndWith("And 480 more.");
    }

    [Test]
    public void Long_text_with_control_characters_does_not_break_the_message()
    {
        string problem = Read.Variables(("POOL_SEED", "a\u001b[31m\n" + new string('x', 5_000))).Problem.ShouldNotBeNull();
        problem.Length.ShouldBeLessThan(300);
        problem.ShouldContain("is \"a [31m xxx");
    }

    [Test]
    public void Weaker_value_stands_where_a_stronger_one_is_wrong() =>
        Read.All("""{ "Seed": 4 }""", [], [("POOL_SEED", "x")]).Number(RunRows.Seed).ShouldBe(4);
}
