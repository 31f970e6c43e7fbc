namespace Pool.NUnit.Isolation.Specimens;

/// <summary>A test that is not isolated and therefore has no settings.</summary>
internal sealed class PlainSpecimens
{
    [Test]
    public void Beside_the_settings() => TestEnvironment.Current.ShouldBeNull();
}
