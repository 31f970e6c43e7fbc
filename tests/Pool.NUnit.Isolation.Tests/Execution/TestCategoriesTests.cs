using NUnit.Framework.Internal;
using Pool.NUnit.Isolation.Execution;

namespace Pool.NUnit.Isolation.Tests.Execution;

internal sealed class TestCategoriesTests
{
    [Test]
    public void Categories_of_the_suites_above_are_those_of_the_test()
    {
        TestSuite fixture = new("fixture");
        TestSuite cases = new("cases");
        TestSuite test = new("case");
        fixture.Add(cases);
        cases.Add(test);
        fixture.Properties.Add(PropertyNames.Category, "A");
        test.Properties.Add(PropertyNames.Category, "B");

        TestCategories.Of(test).ShouldBe(["B", "A"]);
    }

    // Suites are shared by tests that run at a time, and reading a property bag writes to it.
    [Test]
    public void Reading_them_changes_no_suite()
    {
        TestSuite fixture = new("fixture");
        TestSuite test = new("case");
        fixture.Add(test);

        TestCategories.Of(test).ShouldBeEmpty();

        fixture.Properties.ContainsKey(PropertyNames.Category).ShouldBeFalse();
        test.Properties.ContainsKey(PropertyNames.Category).ShouldBeFalse();
    }
}
