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

    public static void AddTo(Test test, IEnumerable<string> categories)
    {
        foreach (string category in categories)
        {
            test.Properties.Add(PropertyNames.Category, category);
        }
    }
}
