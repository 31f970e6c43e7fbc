using Pool.Reporting.Reports;

namespace Pool.Reporting.Tests.Reports;

internal sealed class ReportLocationTests
{
    private static readonly string Work = Path.Combine(Path.GetTempPath(), "work");

    [TestCase(null)]
    [TestCase("")]
    [TestCase("  ")]
    public void Without_the_variable_reports_lie_in_the_work_directory(string? value) =>
        ReportLocation.Resolve(Work, _ => value).ShouldBe(Path.Combine(Work, "pool-report"));

    [Test]
    public void The_variable_names_another_directory()
    {
        var elsewhere = Path.Combine(Path.GetTempPath(), "a", "..", "b");

        ReportLocation.Resolve(Work, name => name is "POOL_REPORT_DIR" ? elsewhere : null)
            .ShouldBe(Path.Combine(Path.GetTempPath(), "b"));
    }

    [Test]
    public void A_relative_variable_is_refused() =>
        Should.Throw<InvalidOperationException>(() => ReportLocation.Resolve(Work, _ => "reports"))
            .Message.ShouldContain("POOL_REPORT_DIR is 'reports'");

    [Test]
    public void Settings_name_another_directory_and_the_variable_beats_them()
    {
        var chosen = Path.Combine(Path.GetTempPath(), "chosen");

        ReportLocation.Resolve(Work, _ => null, chosen).ShouldBe(chosen);
        ReportLocation.Resolve(Work, _ => Path.GetTempPath() + "variable", chosen).ShouldBe(Path.Combine(Path.GetTempPath(), "variable"));
    }
}
