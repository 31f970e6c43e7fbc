namespace Pool.NUnit.Isolation.Specimens;

/// <summary>An override that doesn't repeat the attribute, which NUnit then calls only in part.</summary>
internal sealed class OverrideSpecimens : OverriddenSpecimens
{
    public override void Override_without_the_attribute() => Assert.Pass("no fault struck");
}
