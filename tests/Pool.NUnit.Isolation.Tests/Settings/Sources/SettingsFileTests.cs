using System.Text;
using Pool.NUnit.Isolation.Settings;
using Pool.NUnit.Isolation.Settings.Sources;
using Pool.NUnit.Isolation.Settings.Table;

namespace Pool.NUnit.Isolation.Tests.Settings.Sources;

internal sealed class SettingsFileTests
{
    [Test]
    public void Comments_trailing_commas_a_schema_and_a_mark_of_byte_order_are_allowed()
    {
        EffectiveSettings settings = Read.File("""
            /* whose file this is */
            {
              "$schema": "https://example.org/poolsettings.schema.json",
              "Seed": 7, // lucky
              "Layers": { "Mock": { "PoolSize": 3, }, },
            }
            """);
        settings.Problem.ShouldBeNull();
        settings.Number(RunRows.Seed).ShouldBe(7);
        settings.PoolOptions(TestLayer.Mock).Size.ShouldBe(3);

        byte[] marked = [.. Encoding.UTF8.Preamble, .. "{ \"Seed\": -1 }"u8];
        Parse(marked).ShouldHaveSingleItem().Place.ShouldStartWith("file, line 1, column 11");
    }

    [TestCase("{}")]
    [TestCase("{ \"Layers\": {} }")]
    [TestCase("{ \"Layers\": { \"Full\": { } } }")]
    public void File_may_say_nothing(string content) => Read.File(content).Problem.ShouldBeNull();

    [TestCase("", "poolsettings.json, line 1")]
    [TestCase("[]", "The content is no object in braces.")]
    [TestCase("null", "The content is no object in braces.")]
    [TestCase("{\n  \"Seed\": 7\n", "poolsettings.json, line 3, column 1")]
    [TestCase("{\n  \"Seed\" 7\n}", "poolsettings.json, line 2, column 10")]
    [TestCase("{\n  'Seed': 7\n}", "poolsettings.json, line 2, column 3")]
    [TestCase("{ \"Seed\": 7 } { }", "poolsettings.json, line 1, column 15")]
    [TestCase("{ \"Seed\": 07 }", "poolsettings.json, line 1, column 12")]
    [TestCase("{ \"Seed\": \"\\uD800\" }", "no valid Unicode")]
    public void File_that_is_no_json_object_is_refused_with_line_and_column(string content, string message)
    {
        string problem = Read.File(content).Problems.ShouldHaveSingleItem();
        problem.ShouldContain(message);
        problem.ShouldEndWith("Correct the JSON; comments and trailing commas are allowed.");
        problem.ShouldNotContain("LineNumber");
    }

    [Test]
    public void Bytes_that_are_no_text_are_refused()
    {
        List<string> problems = [];
        SettingsFile.Parse(new byte[] { (byte)'{', (byte)'"', 0xFF, 0xFE, (byte)'"', (byte)':', (byte)'1', (byte)'}' }, "file", "/", problems).ShouldBeEmpty();
        problems.ShouldHaveSingleItem().ShouldStartWith("file");
        problems.Clear();
        SettingsFile.Parse(Encoding.Unicode.GetBytes("{ }"), "file", "/", problems).ShouldBeEmpty();
        problems.ShouldHaveSingleItem().ShouldStartWith("file, line 1");
    }

    [Test]
    public void Nesting_has_a_limit() =>
        Read.File(string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000)).Problem.ShouldNotBeNull().Length.ShouldBeLessThan(500);

    [TestCase("{\n  \"Seed\": 1,\n  \"Seed\": 2\n}", "line 3, column 3: \"Seed\" is there twice, first at poolsettings.json, line 2, column 3.")]
    [TestCase("{ \"Layers\": {}, \"Layers\": {} }", "\"Layers\" is there twice")]
    [TestCase("{ \"Layers\": { \"Full\": { \"PoolSize\": 1, \"PoolSize\": 1 } } }", "\"Layers:Full:PoolSize\" is there twice")]
    [TestCase("{ \"Seed\": 1, \"\\u0053eed\": 2 }", "\"Seed\" is there twice")]
    public void Name_must_not_stand_there_twice(string content, string message) =>
        Read.File(content).Problems.ShouldHaveSingleItem().ShouldContain(message);

    [TestCase("{ \"Layers\": 3 }", "\"Layers\" is a group of settings, so it takes an object in braces.")]
    [TestCase("{ \"Layers\": { \"Full\": [1, { \"a\": 2 }] }, \"Seed\": 3 }", "\"Layers:Full\" is a group of settings")]
    public void Group_takes_an_object(string content, string message) => Read.File(content).Problems.ShouldHaveSingleItem().ShouldContain(message);

    [Test]
    public void Reading_goes_on_behind_what_is_wrong()
    {
        EffectiveSettings settings = Read.File("""{ "Wrong": { "deep": [1, {}] }, "Leaks": 1, "WorkerCommand": [1, {"a": []}], "Seed": 5 }""");
        settings.Problems.Count.ShouldBe(3);
        settings.Number(RunRows.Seed).ShouldBe(5);
    }

    [Test]
    public void Very_large_file_is_not_read()
    {
        string problem = Read.File("{ " + new string(' ', 1024 * 1024) + "}").Problems.ShouldHaveSingleItem();
        problem.ShouldBe("poolsettings.json holds 1,048,579 bytes, more than the 1,048,576 of a settings file. Is it the right file?");
    }

    [Test]
    public void File_that_is_a_folder_counts_as_missing()
    {
        using TemporaryFolder folder = new();
        folder.Write("poolsettings.json/x");
        Read.From(folder.Path).Problem.ShouldBeNull();
    }

    private static IReadOnlyList<FileEntry> Parse(byte[] content)
    {
        List<string> problems = [];
        IReadOnlyList<FileEntry> entries = SettingsFile.Parse(content, "file", "/", problems);
        problems.ShouldBeEmpty();
        return entries;
    }
}
