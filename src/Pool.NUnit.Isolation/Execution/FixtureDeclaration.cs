using System.Reflection;
using NUnit.Framework.Internal;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>What an attribute on a fixture does to the fixture itself. One on an assembly does nothing there.</summary>
internal static class FixtureDeclaration
{
    public static void ApplyTo(Test fixture, Func<string, string?> variable)
    {
        // Of an assembly: its tests may be of several layers, and a category of the assembly would be one of all of them.
        if (fixture.TypeInfo?.Type is not { } type || Of(type) is not { } attribute)
        {
            return;
        }

        if (TestDeclarationReader.ProblemsOf(attribute) is { Count: > 0 } problems)
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
            TestDeclaration.ApplyMode(fixture, attribute.Layer, variable);
        }
    }

    public static IsolatedTestAttribute? Of(Type fixture) => fixture.GetCustomAttribute<IsolatedTestAttribute>(inherit: true);

    private static bool NamesLayerOnMethod(Type fixture) => fixture
        .GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Any(static method => method.GetCustomAttributes<PoolTestAttribute>(inherit: true).Any(static a => a.Layer != TestLayer.Unspecified));
}
