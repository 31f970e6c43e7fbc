namespace Pool.NUnit.Isolation.Resources;

/// <summary>A resource that a test can have, and what it takes.</summary>
/// <param name="Declaration">The declaration that counts.</param>
/// <param name="Shape">How it is made.</param>
/// <param name="Dependencies">The resources that its constructor takes.</param>
internal sealed record PlannedResource(ResourceDeclaration Declaration, ResourceShape Shape, IReadOnlyList<PlannedResource> Dependencies)
{
    public Type Type => Declaration.Type;

    public string Name => Declaration.Name;

    /// <summary>Whether each test at its place has it started, asked for or not.</summary>
    public bool IsStartedUnasked => Declaration.Place != ResourcePlace.Assembly;

    /// <summary>Whether this is the other, or takes it, or takes one that takes it.</summary>
    public bool Needs(PlannedResource other) => ReferenceEquals(this, other) || Dependencies.Any(d => d.Needs(other));
}
