using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>The categories by which isolated tests are selected.</summary>
internal static class TestCategories
{
    public static IEnumerable<string> Of(TestLayer layer, bool chaos, bool performance)
    {
        if (chaos)
        {
            yield return "Chaos";
        }

        if (performance)
        {
            yield return "Performance";
        }

        if (layer != TestLayer.Unspecified)
        {
            yield return $"Layer{(int)layer}";
        }

        switch (layer)
        {
            case TestLayer.Mock:
                yield return "Unit";
                break;
            case TestLayer.Full:
                yield return "System";
                break;
            case TestLayer.Unspecified:
                yield return "Integration";
                break;
        }
    }

    /// <summary>All categories of a test: NUnit keeps those of a method with parameters on the suite of its cases, and a fixture's on the fixture.</summary>
    public static IEnumerable<string> Of(ITest test)
    {
        for (ITest? node = test; node is not null; node = node.Parent)
        {
            // Asked before it is read: reading what is not there adds it, and tests that run at a time share their suites.
            if (!node.Properties.ContainsKey(PropertyNames.Category))
            {
                continue;
            }

            foreach (object? category in node.Properties[PropertyNames.Category])
            {
                yield return category?.ToString() ?? "";
            }
        }
    }

    public static void AddTo(Test test, IEnumerable<string> categories)
    {
        foreach (string category in categories)
        {
            test.Properties.Add(PropertyNames.Category, category);
        }
    }
}
