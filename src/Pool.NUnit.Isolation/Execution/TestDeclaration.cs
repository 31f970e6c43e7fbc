using System.Collections.Concurrent;
using System.Reflection;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using Pool.NUnit.Isolation.Layers;
using Pool.Runtime;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>What the attributes of one method, its fixture and its assembly say together.</summary>
/// <param name="Lead">The type of attribute that acts for all; null when the method is no isolated test.</param>
/// <param name="Level">Where the attribute that acts stands.</param>
/// <param name="Layer">The layer named, or Unspecified.</param>
/// <param name="PoolSize">Workers, or 0 for the layer's own.</param>
/// <param name="MaxOverflow">Extra workers, or -1 for the layer's own.</param>
/// <param name="TimeLimit">Hard limit; null for none.</param>
/// <param name="Chaos">The fault plan, if any.</param>
/// <param name="Performance">The load, if any.</param>
/// <param name="Problem">Why the test can't run; null when it can.</param>
internal sealed record TestDeclaration(
    Type? Lead,
    DeclarationLevel Level,
    TestLayer Layer,
    int PoolSize,
    int MaxOverflow,
    TimeSpan? TimeLimit,
    ChaosAttribute? Chaos,
    PerformanceAttribute? Performance,
    string? Problem)
{
    public const string LayerProperty = "Pool.Layer";

    // Asked for several times per test by attributes that NUnit makes anew each time.
    private static readonly ConcurrentDictionary<MethodInfo, TestDeclaration> Known = new();

    /// <param name="method">The method, as reflected from the fixture it runs in.</param>
    public static TestDeclaration Of(MethodInfo method) => Known.GetOrAdd(method, TestDeclarationReader.Read);

    /// <summary>Gives the test its categories, and its reason not to run if it has one.</summary>
    public void ApplyTo(Test test, Func<string, string?> variable)
    {
        TestCategories.AddTo(test, TestCategories.Of(Layer, Chaos is not null, Performance is not null));
        if (Problem is not null)
        {
            test.MakeInvalid(Problem);
            return;
        }

        ApplyMode(test, Layer, variable);
    }

    /// <summary>Skips a test, or a suite, of a layer that the mode does not allow.</summary>
    public static void ApplyMode(Test test, TestLayer layer, Func<string, string?> variable)
    {
        try
        {
            TestMode mode = TestMode.Parse(variable(TestMode.VariableName));
            test.Properties.Set(LayerProperty, mode.LayerFor(layer).ToString());
            // Ignored and not Skipped, because the adapter counts only the former among the skipped tests.
            if (mode.SkipReasonFor(layer) is { } reason && test.RunState == RunState.Runnable)
            {
                test.RunState = RunState.Ignored;
                test.Properties.Set(PropertyNames.SkipReason, reason);
            }
        }
        catch (FormatException error)
        {
            test.MakeInvalid(error.Message);
        }
    }

    /// <summary>The options of the test's pool.</summary>
    public PoolOptions PoolOptions(TestLayer layer, string name)
    {
        PoolOptions defaults = LayerDefaults.For(layer);
        return defaults with
        {
            Name = name,
            Size = PoolSize > 0 ? PoolSize : defaults.Size,
            MaxOverflow = MaxOverflow >= 0 ? MaxOverflow : defaults.MaxOverflow,
        };
    }
}
