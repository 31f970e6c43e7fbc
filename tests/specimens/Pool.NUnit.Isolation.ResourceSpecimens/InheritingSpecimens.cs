namespace Pool.NUnit.Isolation.ResourceSpecimens;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class InheritingSpecimens : FixtureSpecimensBase;
