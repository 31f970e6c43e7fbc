using System.Text.Json;
using Pool.Reporting.Reports;

namespace Pool.Reporting.Tests.Reports;

internal sealed class JsonReportTests
{
    [Test]
    public void Programs_find_schema_totals_tests_and_verdicts()
    {
        using var document = JsonDocument.Parse(JsonReport.Render(SampleReport.Create()));
        var root = document.RootElement;

        root.GetProperty("schema").GetInt32().ShouldBe(1);
        root.GetProperty("totals").GetProperty("failed").GetInt32().ShouldBe(1);
        var load = root.GetProperty("tests").EnumerateArray().Single(test => test.GetProperty("shortName").GetString() is "Load_holds");
        load.GetProperty("verdict").GetProperty("outcome").GetString().ShouldBe("Regressed");
        load.GetProperty("load").GetProperty("operations")[0].GetProperty("p99Ms").GetDouble().ShouldBeGreaterThan(1);
        load.GetProperty("load").GetProperty("thresholds")[1].GetProperty("passed").GetBoolean().ShouldBeFalse();
    }

    [Test]
    public void Equal_records_give_equal_bytes_with_plain_line_ends()
    {
        var json = JsonReport.Render(SampleReport.Create());

        json.ShouldBe(JsonReport.Render(SampleReport.Create()));
        json.ShouldNotContain('\r');
    }
}
