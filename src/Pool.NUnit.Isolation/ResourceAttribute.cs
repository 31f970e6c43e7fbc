using NUnit.Framework;
using NUnit.Framework.Interfaces;
using Pool.NUnit.Isolation.Hosting;

namespace Pool.NUnit.Isolation;

/// <summary>What every <see cref="UseResourceAttribute{TResource}"/> has. Not for use by itself.</summary>
public abstract class ResourceAttribute : Attribute, ITestAction
{
    private protected ResourceAttribute(Type resourceType, ResourceLifetime lifetime)
    {
        ResourceType = resourceType;
        Lifetime = lifetime;
    }

    /// <summary>The resource's class.</summary>
    public Type ResourceType { get; }

    /// <summary>How long it lives.</summary>
    public ResourceLifetime Lifetime { get; }

    /// <summary>How long its start may take, in ms, 1 to 3,600,000. Default 60,000.</summary>
    public int StartTimeoutMs { get; set; } = 60_000;

    /// <summary>How long its stop may take before it is left behind, in ms, 1 to 3,600,000. Default 15,000.</summary>
    public int StopTimeoutMs { get; set; } = 15_000;

    /// <summary>Called for fixtures and assemblies, whose end ends what lived for them.</summary>
    public ActionTargets Targets => ActionTargets.Suite;

    /// <summary>Does nothing: a resource is started by the first test that needs it.</summary>
    /// <param name="test">The fixture or assembly.</param>
    public void BeforeTest(ITest test)
    {
        // Nobody may need it.
    }

    /// <summary>Called by NUnit when the last test of a fixture or assembly has ended.</summary>
    /// <param name="test">The fixture or assembly.</param>
    public void AfterTest(ITest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        IsolationRun.Current.Resources.EndOf(test);
    }
}
