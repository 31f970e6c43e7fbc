using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Pool.Reporting.Records;
using Pool.Reporting.Reports;
using Pool.Reporting.Verdicts;

namespace Pool.Reporting.Tests.Reports;

internal sealed class HtmlReportTests
{
    private const string Attack = "\"><script>alert('1')</script><img src=x onerror=alert(2)>&amp;\u0001\ud800";

    [Test]
    public void The_page_is_well_formed_and_has_every_section()
    {
        var page = Parse(HtmlReport.Render(SampleReport.Create()));

        page.Descendants("h2").Select(heading => heading.Value)
            .ShouldBe(["What ran", "Performance", "Chaos", "Tests", "Test hosts"]);
        page.Descendants("svg").ShouldNotBeEmpty();
        page.Root!.Attribute("lang")!.Value.ShouldBe("en");
    }

    [Test]
    public void Names_and_messages_can_never_become_markup()
    {
        var evil = Some.Test with
        {
            TestName = Attack,
            ShortName = Attack,
            Assembly = Attack,
            Layer = Attack,
            Message = Attack,
            Outcome = TestOutcome.Failed,
            WorkerKind = Attack,
            Categories = [Attack],
            Faults = [Some.Kill with { Kind = Attack, WorkerId = Attack, Signal = Attack }],
            Load = Some.Load() with { Operations = [Some.Load().Operations[0] with { Name = Attack }] },
            Verdict = new Verdict { Outcome = VerdictOutcome.Inconclusive, Reason = Attack },
        };
        var html = HtmlReport.Render(RunReport.From(new RunRecords
        {
            Hosts = [Some.Host(evil) with { Assembly = Attack, Problems = [Attack] }],
        }));

        var page = Parse(html);
        page.Descendants().Select(element => element.Name.LocalName).ShouldNotContain(name => name == "script" || name == "img");
        page.Descendants().Attributes().Select(attribute => attribute.Name.LocalName).ShouldNotContain(name => name.StartsWith("on"));
        page.Descendants("li").Select(item => item.Value).ShouldContain(text => text.Contains("<script>alert('1')</script>"));
    }

    [Test]
    public void Nothing_is_loaded_from_anywhere()
    {
        var html = HtmlReport.Render(SampleReport.Create());
        var page = Parse(html);

        html.ShouldNotContain("http://");
        html.ShouldNotContain("https://");
        html.ShouldNotContain("url(");
        html.ShouldNotContain("@import");
        page.Descendants().Attributes().Select(attribute => attribute.Name.LocalName)
            .ShouldNotContain(name => name == "src" || name == "href" || name == "style" || name == "srcset");
        page.Descendants().Select(element => element.Name.LocalName)
            .ShouldNotContain(name => name == "script" || name == "link" || name == "iframe" || name == "object");
    }

    [Test]
    public void The_content_policy_allows_the_one_style_sheet_and_nothing_else()
    {
        var page = Parse(HtmlReport.Render(SampleReport.Create()));
        var style = page.Descendants("style").ShouldHaveSingleItem().Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));

        page.Descendants("meta").Single(meta => meta.Attribute("http-equiv") is not null).Attribute("content")!.Value
            .ShouldBe($"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'");
        // An HTML parser takes the text of a style sheet as it is, so nothing in it may have been escaped.
        style.IndexOfAny(['<', '>', '&']).ShouldBe(-1);
        style.ShouldContain("prefers-color-scheme: dark");
    }

    [Test]
    public void Every_table_has_headers_and_every_plot_a_description()
    {
        var page = Parse(HtmlReport.Render(SampleReport.Create()));

        page.Descendants("tbody").Elements("tr").ShouldAllBe(row => row.Elements().First().Name == "th");
        page.Descendants("th").ShouldAllBe(header => header.Attribute("scope") != null);
        var plot = page.Descendants("svg").Single(svg => svg.Attribute("role")?.Value is "img");
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToList();
        plot.Attribute("aria-labelledby")!.Value.Split(' ').ShouldAllBe(id => ids.Contains(id, StringComparer.Ordinal));
        ids.Distinct(StringComparer.Ordinal).Count().ShouldBe(ids.Count);
    }

    [Test]
    public void Equal_records_give_equal_bytes() =>
        HtmlReport.Render(SampleReport.Create()).ShouldBe(HtmlReport.Render(SampleReport.Create()));

    [Test]
    public void The_chaos_table_tells_worker_process_signal_and_recovery()
    {
        var text = Parse(HtmlReport.Render(SampleReport.Create())).Root!.Value;

        text.ShouldContain("worker-2 (process 31337)");
        text.ShouldContain("SIGKILL");
        text.ShouldContain("213 ms");
        text.ShouldContain("not seen");
        text.ShouldContain("2 of 2 planned faults struck. 97.5 % of 400 calls succeeded.");
    }

    [Test]
    public void Quantiles_of_too_few_samples_are_not_shown_as_numbers()
    {
        var load = Some.Load(operations: 30);
        var html = HtmlReport.Render(RunReport.From(new RunRecords { Hosts = [Some.Host(Some.Test with { Load = load })] }));

        var row = Parse(html).Descendants("tr").First(row => row.Elements().First().Value is "read");
        row.Elements("td").Skip(2).Take(5).Select(cell => cell.Value)
            .ShouldBe([ReportText.Milliseconds(load.Operations[0].P50Ms), "n too small", "n too small", "n too small", "n too small"]);
    }

    [Test]
    public void A_void_element_alone_closes_itself() =>
        Regex.Matches(HtmlReport.Render(SampleReport.Create()), "<[^>]*/>", default, TimeSpan.FromSeconds(1))
            .Select(match => match.Value).ShouldAllBe(tag => tag.StartsWith("<meta "));

    [Test]
    public void Fifty_loads_stay_within_a_megabyte()
    {
        var tests = Enumerable.Range(0, 50)
            .Select(i => Some.Test with { TestName = FormattableString.Invariant($"T{i}"), Load = Some.Load("p99 < 1s", seed: i) })
            .ToArray();

        HtmlReport.Render(RunReport.From(new RunRecords { Hosts = [Some.Host(tests)] })).Length.ShouldBeLessThan(1_000_000);
    }

    private static XDocument Parse(string html)
    {
        html.ShouldStartWith("<!DOCTYPE html>\n");
        using var reader = XmlReader.Create(
            new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        return XDocument.Load(reader);
    }
}
