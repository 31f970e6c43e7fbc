using Pool.Protocol.Conformance.Requirements;
using Pool.Protocol.Conformance.Workers;

namespace Pool.Protocol.Conformance.Tests;

/// <summary>What the command line prints and returns.</summary>
internal sealed class ConformanceRunTests
{
    [Test]
    public async Task Line_tells_each_requirement_and_the_last_one_the_count()
    {
        (int code, string[] lines, _) = await RunAsync(["--only", "P20,P24", "--", .. Line(KnownWorkers.Broken())]);

        lines.ShouldBe(
        [
            "P20 | not applicable | ids are the host's and never used again | duty of the host: it chooses them; that answers carry them is seen by P24",
            "P24 | passed | every request is answered once",
            "1 passed, 0 passed in part, 0 failed, 1 not applicable",
        ]);
        code.ShouldBe(0);
    }

    [Test]
    public async Task Failed_requirement_says_what_happened_and_fails_the_run()
    {
        (int code, string[] lines, _) = await RunAsync(["--only", "P23", "--deadline", "30", .. Line(KnownWorkers.Broken("--break", "P23-code"))]);

        lines[0].ShouldStartWith("P23 | failed | without a common version it says so and exits with code 2 | versions 2 to 3: it ended with exit code 1");
        lines[^1].ShouldBe("0 passed, 0 passed in part, 1 failed, 0 not applicable");
        code.ShouldBe(1);
    }

    [Test]
    public async Task Requirement_of_which_a_part_cannot_be_seen_is_no_plain_pass()
    {
        (int code, string[] lines, _) = await RunAsync(["--only", "P29", .. Line(KnownWorkers.WithoutCommands)]);

        lines[0].ShouldBe("P29 | passed in part | when its output is closed it does the same | not applicable: in the midst of a stream: needs command count");
        code.ShouldBe(0);
    }

    [Test]
    public async Task List_names_every_requirement_and_starts_no_worker()
    {
        (int code, string[] lines, _) = await RunAsync(["--list"]);

        lines.Select(line => line.Split(' ')[0]).ShouldBe(Catalog.All.Select(requirement => requirement.Number));
        code.ShouldBe(0);
    }

    [Test]
    public async Task Worker_that_cannot_be_started_fails_every_requirement_with_the_reason()
    {
        (int code, string[] lines, _) = await RunAsync(["--only", "P1,P24", "./no-such-worker"]);

        lines[0].ShouldContain("`./no-such-worker` can't be started");
        lines[^1].ShouldBe("0 passed, 0 passed in part, 2 failed, 0 not applicable");
        code.ShouldBe(1);
    }

    [TestCase("The command line of a worker is missing.")]
    [TestCase("There is no option '--verbose'.", "--verbose", "worker")]
    [TestCase("There is no requirement 'P999'", "--only", "P999", "worker")]
    [TestCase("The deadline 'soon' is no number", "--deadline", "soon", "worker")]
    [TestCase("The option '--only' needs a value.", "--only")]
    public async Task Command_line_that_is_wrong_is_answered_by_the_reason_and_the_usage(string reason, params string[] line)
    {
        (int code, string[] lines, string errors) = await RunAsync(line);

        errors.ShouldStartWith(reason);
        errors.ShouldContain("usage:");
        lines.ShouldBeEmpty();
        code.ShouldBe(2);
    }

    private static string[] Line(WorkerCommand command) => [command.File, .. command.Arguments];

    private static async Task<(int Code, string[] Lines, string Errors)> RunAsync(string[] line)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        int code = await ConformanceRun.RunAsync(line, output, errors);
        return (code, output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries), errors.ToString());
    }
}
