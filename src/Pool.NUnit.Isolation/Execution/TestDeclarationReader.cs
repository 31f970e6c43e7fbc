using System.Reflection;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>Reads the attributes that speak of one test. The nearest value counts: method, then fixture, then assembly.</summary>
internal static class TestDeclarationReader
{
    public static TestDeclaration Read(MethodInfo method)
    {
        Type fixture = method.ReflectedType ?? method.DeclaringType!;
        // By name, because reflection promises no order.
        PoolTestAttribute[] own =
            [.. method.GetCustomAttributes<PoolTestAttribute>(inherit: true).OrderBy(static a => a.GetType().FullName, StringComparer.Ordinal)];
        PoolTestAttribute? ofFixture = FixtureDeclaration.Of(fixture);
        PoolTestAttribute? ofAssembly = fixture.Assembly.GetCustomAttribute<IsolatedTestAttribute>();
        PoolTestAttribute[][] levels = [own, [.. Some(ofFixture)], [.. Some(ofAssembly)]];
        PoolTestAttribute[] all = [.. levels.SelectMany(static level => level)];

        List<string> problems = [.. all.SelectMany(ProblemsOf)];
        TestLayer layer = Nearest(levels, static a => a.Layer, TestLayer.Unspecified, nameof(PoolTestAttribute.Layer), problems);
        int size = Nearest(levels, static a => a.PoolSize, 0, nameof(PoolTestAttribute.PoolSize), problems);
        int overflow = Nearest(levels, static a => a.MaxOverflow, -1, nameof(PoolTestAttribute.MaxOverflow), problems);
        int timeout = Nearest(levels, static a => a.TimeoutMs, 0, nameof(PoolTestAttribute.TimeoutMs), problems);
        AddOverrideProblem(method, own, problems);
        AddLayerProblem(layer, ofFixture, problems);
        AddTimeoutProblem(timeout, own, problems);
        return new TestDeclaration(
            all.FirstOrDefault()?.GetType(),
            own.Length > 0 ? DeclarationLevel.Method
                : ofFixture is not null ? DeclarationLevel.Fixture
                : ofAssembly is not null ? DeclarationLevel.Assembly : DeclarationLevel.None,
            layer,
            size,
            overflow,
            timeout > 0 ? TimeSpan.FromMilliseconds(timeout) : null,
            own.OfType<ChaosAttribute>().FirstOrDefault(),
            own.OfType<PerformanceAttribute>().FirstOrDefault(),
            problems.Count == 0 ? null : string.Join(" ", problems));
    }

    public static IReadOnlyList<string> ProblemsOf(PoolTestAttribute attribute) =>
        [.. attribute.Problems().Select(problem => $"[{NameOf(attribute)}]: {problem}")];

    private static IEnumerable<PoolTestAttribute> Some(PoolTestAttribute? attribute) => attribute is null ? [] : [attribute];

    // NUnit never calls ITestAction of an attribute that an override only inherits, so neither faults nor load would
    // happen and the test would pass.
    private static void AddOverrideProblem(MethodInfo method, PoolTestAttribute[] attributes, List<string> problems)
    {
        if (attributes is [var lead, ..]
            && Array.Exists(attributes, static a => a is ChaosAttribute or PerformanceAttribute)
            && !method.IsDefined(lead.GetType(), inherit: false))
        {
            problems.Add($"[{NameOf(lead)}] stands on the method that {method.DeclaringType?.Name}.{method.Name} overrides, where it has no effect. Repeat it on the override.");
        }
    }

    // The fixture's category would be one of a test of another layer as well, and select it.
    private static void AddLayerProblem(TestLayer layer, PoolTestAttribute? ofFixture, List<string> problems)
    {
        if (ofFixture is { Layer: not TestLayer.Unspecified } && ofFixture.Layer != layer)
        {
            problems.Add($"Layer is {layer} on the method and {ofFixture.Layer} on its fixture, whose category the test has too. Name layers on the methods or on the fixture alone.");
        }
    }

    private static void AddTimeoutProblem(int timeout, PoolTestAttribute[] attributes, List<string> problems)
    {
        if (timeout > 0 && attributes.OfType<PerformanceAttribute>().FirstOrDefault() is { } load && timeout <= load.DurationMs)
        {
            problems.Add($"TimeoutMs is {timeout}, but the load alone takes DurationMs = {load.DurationMs}. Give it more, or the load less.");
        }
    }

    private static T Nearest<T>(
        PoolTestAttribute[][] levels, Func<PoolTestAttribute, T> read, T unset, string name, List<string> problems)
        where T : notnull
    {
        foreach (PoolTestAttribute[] level in levels)
        {
            (PoolTestAttribute Attribute, T Value)[] named =
                [.. level.Select(a => (a, read(a))).Where(pair => !EqualityComparer<T>.Default.Equals(pair.Item2, unset))];
            if (named.DistinctBy(static pair => pair.Value).Skip(1).Any())
            {
                string values = string.Join(" and ", named.Select(static pair => $"{pair.Value} in [{NameOf(pair.Attribute)}]"));
                problems.Add($"{name} is {values}. Name it once.");
            }

            if (named.Length > 0)
            {
                return named[0].Value;
            }
        }

        return unset;
    }

    private static string NameOf(PoolTestAttribute attribute)
    {
        string name = attribute.GetType().Name;
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^"Attribute".Length] : name;
    }
}
