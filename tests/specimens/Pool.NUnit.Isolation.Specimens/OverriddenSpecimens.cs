namespace Pool.NUnit.Isolation.Specimens;

/// <summary>Tests for a fixture to inherit and to override.</summary>
internal abstract class OverriddenSpecimens
{
    [Chaos(Fault.WorkerCrash)]
    public virtual async Task Inherited_plan() => await TestEnvironment.Current!.Pool.ExecuteAnonymousAsync("ping");

    [Chaos(Fault.WorkerCrash)]
    public abstract void Override_without_the_attribute();
}
