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
/// <param name="TimeLimit">Hard limit; null for the run's.</param>
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
    /// <param name="test">The test.</param>
    /// <param name="mode">What the run allows.</param>
    /// <param name="problem">What is wrong with the run's settings, for which no test of it can run; null when nothing is.</param>
    public void ApplyTo(Test test, TestMode mode, string? problem)
    {
        TestCategories.AddTo(test, TestCategories.Of(Layer, Chaos is not null, Performance is not null));
        if ((problem ?? Problem) is { } reason)
        {
            test.MakeInvalid(reason);
            return;
        }

        ApplyMode(test, Layer, mode);
    }

    /// <summary>Skips a test, or a suite, of a layer that the mode does not allow.</summary>
    public static void ApplyMode(Test test, TestLayer layer, TestMode mode)
    {
        test.Properties.Set(LayerProperty, mode.LayerFor(layer).ToString());
        // Ignored and not Skipped, because the adapter counts only the former among the skipped tests.
        if (mode.SkipReasonFor(layer) is { } reason && test.RunState == RunState.Runnable)
        {
            test.RunState = RunState.Ignored;
            test.Properties.Set(PropertyNames.SkipReason, reason);
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

    /// <summary>The hard limit of the test; null for none.</summary>
    /// <param name="ofRun">That of the run; a load takes its time on top of it, since it is known to.</param>
    public TimeSpan? LimitOr(TimeSpan? ofRun) =>
        TimeLimit ?? ofRun + TimeSpan.FromMilliseconds(Performance?.DurationMs ?? 0);

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

        if (TimeLimit is { } limit)
        {
            named[nameof(PoolTestAttribute.TimeoutMs)] = (long)limit.TotalMilliseconds;
        }

        return named;
    }
}
