using System.Text.RegularExpressions;
using Pool.Protocol.Conformance.Requirements;

namespace Pool.Protocol.Conformance.Tests;

/// <summary>A rule of the page has its check, and a check its broken worker.</summary>
internal sealed partial class CoverageTests
{
    [Test]
    public void Every_rule_of_the_page_is_checked_or_said_to_be_a_duty_of_the_host()
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "protocol.md"));

        Catalog.All.Select(requirement => requirement.Number).ShouldBe(Rule().Matches(page).Select(rule => rule.Groups["number"].Value));
    }

    [Test]
    public void Requirement_has_parts_that_are_checked_or_a_reason_why_not() =>
        Catalog.All.ShouldAllBe(requirement => requirement.Parts.Count == 0 ? requirement.DutyOfTheHost!.Length > 10 : requirement.DutyOfTheHost == null);

    [Test]
    public void Every_part_of_a_requirement_has_a_broken_worker() =>
        Catalog.All.SelectMany(requirement => requirement.Parts.Select(part => $"{requirement.Number} | {part.Name}"))
            .Except(Break.All.Select(broken => $"{broken.Number} | {broken.Part}"))
            .ShouldBeEmpty("Add a row to BrokenWorker/breaks.py, and break it in the worker.");

    [Test]
    public void Every_broken_worker_breaks_a_part_that_there_is() =>
        Break.All.Select(broken => $"{broken.Number} | {broken.Part}")
            .Except(Catalog.All.SelectMany(requirement => requirement.Parts.Select(part => $"{requirement.Number} | {part.Name}")))
            .ShouldBeEmpty();

    [Test]
    public void Names_are_unique()
    {
        Break.All.Select(broken => broken.Name).ShouldBeUnique();
        Catalog.All.SelectMany(requirement => requirement.Parts.Select(part => $"{requirement.Number} | {part.Name}")).ShouldBeUnique();
    }

    [GeneratedRegex(@"^- \*\*(?<number>P\d+)\*\*", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Rule();
}
