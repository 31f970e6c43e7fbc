using System.Reflection;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using Pool.NUnit.Isolation.Layers;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>What the attributes of one method say together.</summary>
/// <param name="Lead">The type of attribute that acts for all.</param>
/// <param name="Layer">The layer named, or Unspecified.</param>
/// <param name="PoolSize">Workers, or 0 for the layer's own.</param>
/// <param name="MaxOverflow">Extra workers, or -1 for the layer's own.</param>
/// <param name="Chaos">The fault plan, if any.</param>
/// <param name="Performance">The load, if any.</param>
/// <param name="Problem">Why the test can't run; null when it can.</param>
internal sealed record TestDeclaration(
    Type? Lead,
    TestLayer Layer,
    int PoolSize,
    int MaxOverflow,
    ChaosAttribute? Chaos,
    PerformanceAttribute? Performance,
    string? Problem)
{
    public const string LayerProperty = "Pool.Layer";

    public static TestDeclaration Of(MethodInfo method)
    {
        // By name, because reflection promises no order.
        PoolTestAttribute[] attributes =
            [.. method.GetCustomAttributes<PoolTestAttribute>(inherit: true).OrderBy(static a => a.GetType().FullName, StringComparer.Ordinal)];
        List<string> problems = [.. attributes.SelectMany(a => a.Problems().Select(p => $"[{NameOf(a)}] on {method.DeclaringType?.Name}.{method.Name}: {p}"))];
        TestLayer layer = Agree(attributes, static a => a.Layer, TestLayer.Unspecified, nameof(Layer), problems);
        int size = Agree(attributes, static a => a.PoolSize, 0, nameof(PoolSize), problems);
        int overflow = Agree(attributes, static a => a.MaxOverflow, -1, nameof(MaxOverflow), problems);
        AddOverrideProblem(method, attributes, problems);
        return new TestDeclaration(
            attributes.FirstOrDefault()?.GetType(),
            layer,
            size,
            overflow,
            attributes.OfType<ChaosAttribute>().FirstOrDefault(),
            attributes.OfType<PerformanceAttribute>().FirstOrDefault(),
            problems.Count == 0 ? null : string.Join(" ", problems));
    }

    /// <summary>Gives the test its categories, and its reason not to run if it has one.</summary>
    /// <param name="test">The test.</param>
    /// <param name="mode">What the run allows.</param>
    /// <param name="problem">What is wrong with the run's settings, for which no test of it can run; null when nothing is.</param>
    public void ApplyTo(Test test, TestMode mode, string? problem)
    {
        foreach (string category in Categories())
        {
            test.Properties.Add(PropertyNames.Category, category);
        }

        if ((problem ?? Problem) is { } reason)
        {
            test.MakeInvalid(reason);
            return;
        }

        test.Properties.Set(LayerProperty, mode.LayerFor(Layer).ToString());
        // Ignored and not Skipped, because the adapter counts only the former among the skipped tests.
        if (mode.SkipReasonFor(Layer) is { } skipped && test.RunState == RunState.Runnable)
        {
            test.RunState = RunState.Ignored;
            test.Properties.Set(PropertyNames.SkipReason, skipped);
        }
    }

    /// <summary>The options of the test's pool.</summary>
    /// <param name="layer">Those of the layer.</param>
    /// <param name="name">The pool's name.</param>
    public PoolOptions PoolOptions(PoolOptions layer, string name) => layer with
    {
        Name = name,
        Size = PoolSize > 0 ? PoolSize : layer.Size,
        MaxOverflow = MaxOverflow >= 0 ? MaxOverflow : layer.MaxOverflow,
    };

    /// <summary>The settings that the attributes beat, by the names of their properties.</summary>
    public IReadOnlyDictionary<string, long> NamedSettings()
    {
        Dictionary<string, long> named = new(StringComparer.Ordinal);
        if (PoolSize > 0)
        {
            named[nameof(PoolSize)] = PoolSize;
        }

        if (MaxOverflow >= 0)
        {
            named[nameof(MaxOverflow)] = MaxOverflow;
        }

        return named;
    }

    internal IEnumerable<string> Categories()
    {
        if (Chaos is not null)
        {
            yield return "Chaos";
        }

        if (Performance is not null)
        {
            yield return "Performance";
        }

        if (Layer != TestLayer.Unspecified)
        {
            yield return $"Layer{(int)Layer}";
        }

        switch (Layer)
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

    private static T Agree<T>(
        PoolTestAttribute[] attributes, Func<PoolTestAttribute, T> read, T unset, string name, List<string> problems)
        where T : notnull
    {
        (PoolTestAttribute Attribute, T Value)[] named =
            [.. attributes.Select(a => (a, read(a))).Where(pair => !EqualityComparer<T>.Default.Equals(pair.Item2, unset))];
        if (named.DistinctBy(static pair => pair.Value).Skip(1).Any())
        {
            string values = string.Join(" and ", named.Select(static pair => $"{pair.Value} in [{NameOf(pair.Attribute)}]"));
            problems.Add($"{name} is {values}. Name it once.");
        }

        return named.Length == 0 ? unset : named[0].Value;
    }

    private static string NameOf(PoolTestAttribute attribute)
    {
        string name = attribute.GetType().Name;
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^"Attribute".Length] : name;
    }
}
