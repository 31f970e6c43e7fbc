using System.Reflection;
using Pool.NUnit.Isolation.Resources;

namespace Pool.NUnit.Isolation.Execution;

/// <summary>What the attributes of assembly, fixture and method add to the container of a test.</summary>
/// <param name="Outer">Who adds services before the fixture itself does: assembly, base classes, class.</param>
/// <param name="OfMethod">Who adds services after it.</param>
/// <param name="Declarations">The resources, outermost first.</param>
internal sealed record SurroundingAttributes(
    IReadOnlyList<IConfigureTestServices> Outer,
    IReadOnlyList<IConfigureTestServices> OfMethod,
    IReadOnlyList<ResourceDeclaration> Declarations)
{
    /// <summary>The resources that the attributes declare.</summary>
    public ResourcePlan Plan { get; } = ResourcePlan.Of(Declarations);

    public static SurroundingAttributes Read(Type fixture, MethodInfo method)
    {
        Attribute[] ofAssembly = Attribute.GetCustomAttributes(fixture.Assembly, inherit: false);
        // Reflection begins with the most derived; the nearest is to come last.
        Attribute[] ofFixture = [.. Attribute.GetCustomAttributes(fixture, inherit: true).Reverse()];
        Attribute[] ofMethod = [.. Attribute.GetCustomAttributes(method, inherit: true).Reverse()];
        return new SurroundingAttributes(
            [.. ofAssembly.Concat(ofFixture).OfType<IConfigureTestServices>()],
            [.. ofMethod.OfType<IConfigureTestServices>()],
            [
                .. DeclaredBy(ofAssembly, ResourcePlace.Assembly),
                .. DeclaredBy(ofFixture, ResourcePlace.Fixture),
                .. DeclaredBy(ofMethod, ResourcePlace.Method),
            ]);
    }

    /// <summary>Everybody who adds services to a test, the nearest to it last.</summary>
    public IEnumerable<IConfigureTestServices> Configurators(object? fixture)
    {
        foreach (IConfigureTestServices outer in Outer)
        {
            yield return outer;
        }

        if (fixture is IConfigureTestServices ofFixture)
        {
            yield return ofFixture;
        }

        foreach (IConfigureTestServices ofMethod in OfMethod)
        {
            yield return ofMethod;
        }
    }

    private static IEnumerable<ResourceDeclaration> DeclaredBy(IEnumerable<Attribute> attributes, ResourcePlace place) =>
        attributes.OfType<ResourceAttribute>().Select(attribute => ResourceDeclaration.Of(attribute, place));
}
