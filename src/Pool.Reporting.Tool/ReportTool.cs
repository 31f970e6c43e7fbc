using System.CommandLine;
using Pool.Reporting.Baselines;
using Pool.Reporting.Records;

namespace Pool.Reporting.Tool;

/// <summary>The command line of <c>pool-report</c>.</summary>
internal sealed class ReportTool(TextWriter output, TextWriter errors)
{
    private readonly Argument<DirectoryInfo> _directory = new("directory")
    {
        Description = "The report directory: the one that holds 'records'.",
    };

    private readonly Option<string?> _runId = new("--run-id")
    {
        Description = "Take the records of this run (POOL_RUN_ID). Without it, the newest host of each assembly.",
    };

    private readonly Option<bool> _gate = new("--gate")
    {
        Description = "Return 2 when a benchmark regressed, 3 when a threshold was not kept, 4 when a test failed otherwise or a host did not finish.",
    };

    internal int Run(IReadOnlyList<string> args)
    {
        var root = new RootCommand(
            "Renders, summarises and accepts the reports of Pool.NUnit.Isolation.\n"
            + "Exit codes: 0 ok, 1 bad input, 2 regressed, 3 thresholds not kept, 4 tests failed.")
        {
            RenderCommand(),
            SummaryCommand(),
            AcceptCommand(),
        };
        var parsed = root.Parse(args);
        var configuration = new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false };
        return parsed.Invoke(configuration);
    }

    private Command RenderCommand()
    {
        var command = new Command("render", "Writes report.html, report.md and report.json from the records, also of hosts that were killed.")
        {
            _directory,
            _runId,
            _gate,
        };
        command.SetAction(parsed => Guard(() => new RenderAction(output).Run(Directory(parsed), parsed.GetValue(_runId), parsed.GetValue(_gate))));
        return command;
    }

    private Command SummaryCommand()
    {
        var command = new Command("summary", "Prints what ran, what was broken on purpose and how fast it was.")
        {
            _directory,
            _runId,
            _gate,
        };
        command.SetAction(parsed => Guard(() => new SummaryAction(output).Run(Directory(parsed), parsed.GetValue(_runId), parsed.GetValue(_gate))));
        return command;
    }

    private Command AcceptCommand()
    {
        var baseline = new Option<FileInfo>("--baseline")
        {
            Description = "The baseline file to add to, usually poolbaseline.json beside the test project; created when missing.",
            Required = true,
        };
        var force = new Option<bool>("--force")
        {
            Description = "Accept even what regressed, was measured in an invalid environment or did not keep its thresholds.",
        };
        var command = new Command("accept", "Adds the run's benchmarks to a baseline.")
        {
            _directory,
            _runId,
            baseline,
            force,
        };
        command.SetAction(parsed => Guard(() => new AcceptAction(output, errors).Run(
            Directory(parsed), parsed.GetValue(_runId), parsed.GetRequiredValue(baseline).FullName, parsed.GetValue(force))));
        return command;
    }

    private string Directory(ParseResult parsed)
    {
        var directory = parsed.GetRequiredValue(_directory).FullName;
        return RunRecords.Exist(directory)
            ? directory
            : throw new IOException(
                $"{directory} holds no records. Name the directory that holds 'records' with .jsonl files, such as "
                + "bin/Debug/net10.0/pool-report, or POOL_REPORT_DIR when it was set.");
    }

    private int Guard(Func<int> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BaselineFormatException or TimeoutException)
        {
            errors.WriteLine(e.Message);
            return ExitCode.BadInput;
        }
    }
}
