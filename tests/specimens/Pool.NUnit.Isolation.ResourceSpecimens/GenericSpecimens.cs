namespace Pool.NUnit.Isolation.ResourceSpecimens;

[TestFixture(typeof(int))]
[TestFixture(typeof(string))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class GenericSpecimens<T> : FixtureSpecimensBase
{
    public T? Value => default;
}
