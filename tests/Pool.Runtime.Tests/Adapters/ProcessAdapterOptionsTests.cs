using Pool.Runtime.Adapters;

namespace Pool.Runtime.Tests.Adapters;

internal sealed class ProcessAdapterOptionsTests
{
    [Test]
    [Platform(Exclude = "Win")]
    public void Command_line_for_people_finds_the_module_that_the_worker_would_find_and_tells_no_secret()
    {
        var options = new ProcessAdapterOptions
        {
            FileName = "python3",
            Arguments = ["-m", "pool_worker", "--module", "notes"],
            EnvironmentVariables = new Dictionary<string, string?>(StringComparer.Ordinal) { ["PYTHONPATH"] = "/a b:/c", ["API_KEY"] = "secret" },
        };

        options.CommandLine.ShouldBe("PYTHONPATH='/a b:/c' python3 -m pool_worker --module notes");
        options.Description.ShouldBe("python3 -m pool_worker --module notes");
    }

    [Test]
    public void Isolated_interpreter_does_not_look_at_the_path() =>
        new ProcessAdapterOptions
        {
            FileName = "python3",
            Arguments = ["-I", "main.py"],
            EnvironmentVariables = new Dictionary<string, string?>(StringComparer.Ordinal) { ["PYTHONPATH"] = "/a" },
        }.CommandLine.ShouldBe("python3 -I main.py");
}
