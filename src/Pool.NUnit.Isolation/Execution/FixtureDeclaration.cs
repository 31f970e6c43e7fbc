using System.Reflection;
using NUnit.Framework.Internal;
using Pool.NUnit.Isolation.Layers;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>What an attribute on a fixture does to the fixture itself. One on an assembly does nothing there.</summary>
internal static class FixtureDeclaration
{
    /// <param name="fixture">The fixture, or the assembly.</param>
    /// <param name="mode">What the run allows.</param>
    /// <param name="problem">What is wrong with the run's settings; null when nothing is.</param>
    public static void ApplyTo(Test fixture, TestMode mode, string? problem)
    {
        // Of an assembly: its tests may be of several layers, and a category of the assembly would be one of all of them.
        if (fixture.TypeInfo?.Type is not { } type || Of(type) is not { } attribute)
        {
            return;
        }

        IReadOnlyList<string> problems = problem is null ? TestDeclarationReader.ProblemsOf(attribute, type.Name) : [problem];
        if (problems.Count > 0)
        {
            fixture.MakeInvalid(string.Join(" ", problems));
            return;
        }

        // A category of the fixture is one of each of its tests, so it has none that is not true of all.
        if (attribute.Layer != TestLayer.Unspecified || !NamesLayerOnMethod(type))
        {
            TestCategories.AddTo(fixture, TestCategories.Of(attribute.Layer, chaos: false, performance: false));
        }

        if (attribute.Layer != TestLayer.Unspecified)
        {
            TestDeclaration.ApplyMode(fixture, attribute.Layer, mode);
        }
    }

    public static IsolatedTestAttribute? Of(Type fixture) => fixture.GetCustomAttribute<IsolatedTestAttribute>(inherit: true);

    private static bool NamesLayerOnMethod(Type fixture) => fixture
        .GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Any(static method => method.GetCustomAttributes<PoolTestAttribute>(inherit: true).Any(static a => a.Layer != TestLayer.Unspecified));
}
