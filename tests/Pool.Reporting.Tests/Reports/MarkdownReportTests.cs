using Pool.Reporting.Records;
using Pool.Reporting.Reports;

namespace Pool.Reporting.Tests.Reports;

internal sealed class MarkdownReportTests
{
    [Test]
    public void The_report_has_every_section_and_its_numbers()
    {
        var text = MarkdownReport.Render(SampleReport.Create());

        text.ShouldContain("**5 isolated tests: 3 passed, 1 failed, 1 skipped.**");
        text.ShouldContain("## Performance");
        text.ShouldContain("| Load_holds | 50 |");
        text.ShouldContain("1 of 2 kept");
        text.ShouldContain("**Regressed**: p50 is 20 % slower");
        text.ShouldContain("## Chaos");
        text.ShouldContain("| Survives | WorkerCrash | real | worker-2 (process 31337) | SIGKILL | seen after 1.2 ms, exit status 137 | 213 ms |");
        text.ShouldContain("## Tests at layer Bridge");
        text.ShouldContain("read.p50 &lt; 1us: NOT kept");
    }

    [Test]
    public void Every_row_of_a_table_has_as_many_cells_as_its_header()
    {
        var columns = 0;
        foreach (var line in MarkdownReport.Render(SampleReport.Create()).Split('\n'))
        {
            var cells = line.StartsWith('|') ? line.Replace("\\|", "").Count(character => character == '|') : 0;
            if (columns > 0 && cells > 0)
            {
                cells.ShouldBe(columns, line);
            }

            columns = cells;
        }
    }

    [Test]
    public void Foreign_text_can_neither_break_a_table_nor_become_markup()
    {
        var evil = Some.Test with { ShortName = "a|b\n<script>`x`[l](http://e)", Message = "**no** _no_ snake_case" };
        var text = MarkdownReport.Render(RunReport.From(new RunRecords { Hosts = [Some.Host(evil)] }));

        text.ShouldContain("a\\|b &lt;script&gt;\\`x\\`\\[l\\](http://e)");
        text.ShouldContain("\\*\\*no\\*\\* \\_no\\_ snake_case");
    }

    [Test]
    public void A_long_list_shows_failures_first_and_says_how_many_are_left_out()
    {
        var tests = Enumerable.Range(0, MarkdownReport.TestsListed + 20)
            .Select(i => Some.Test with { TestName = FormattableString.Invariant($"T{i:000}"), ShortName = FormattableString.Invariant($"T{i:000}") })
            .Append(Some.Test with { TestName = "Z", ShortName = "Zlast", Outcome = TestOutcome.Failed })
            .ToArray();
        var text = MarkdownReport.Render(RunReport.From(new RunRecords { Hosts = [Some.Host(tests)] }));

        text.ShouldContain("| Zlast | Failed |");
        text.ShouldContain("21 more are in report.html.");
        text.Length.ShouldBeLessThan(64 * 1024);
    }
}
