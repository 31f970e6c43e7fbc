using System.Reflection;

namespace Pool.NUnit.Isolation.Resources;

/// <summary>Finds what each resource takes. A resource sees what is declared at its own place and further out, the nearest first.</summary>
internal sealed class ResourcePlanner(IReadOnlyList<ResourceDeclaration> declarations)
{
    private readonly Dictionary<ResourceDeclaration, PlannedResource> _planned = new(ReferenceEqualityComparer.Instance);
    private readonly List<ResourceDeclaration> _path = [];

    /// <exception cref="ResourcePlanException">It can't be started, now or ever.</exception>
    public PlannedResource PlanNearest(Type type) => Plan(Find(type, ResourcePlace.Services)!);

    private PlannedResource Plan(ResourceDeclaration declaration)
    {
        if (_planned.TryGetValue(declaration, out PlannedResource? done))
        {
            return done;
        }

        int first = _path.FindIndex(d => ReferenceEquals(d, declaration));
        if (first >= 0)
        {
            string cycle = string.Join(" -> ", _path.Skip(first).Append(declaration).Select(static d => d.Type.Name));
            throw new ResourcePlanException($"Resources take each other in a circle, so none can be started first: {cycle}. Take one of them out of a constructor.");
        }

        _path.Add(declaration);
        ResourceShape shape = ResourceShape.Of(declaration.Type);
        if (shape.Problem is not null)
        {
            throw new ResourcePlanException(shape.Problem);
        }

        PlannedResource planned = new(
            declaration, shape, [.. shape.Parameters.Select(p => Dependency(declaration, p)).OfType<PlannedResource>()]);
        _path.RemoveAt(_path.Count - 1);
        _planned.Add(declaration, planned);
        return planned;
    }

    private PlannedResource? Dependency(ResourceDeclaration taker, ParameterInfo parameter)
    {
        if (!ResourceShape.IsResource(parameter.ParameterType))
        {
            return taker.Lifetime == ResourceLifetime.Test || parameter.HasDefaultValue
                ? null
                : throw new ResourcePlanException(
                    $"{taker.Name} takes a {parameter.ParameterType.Name} in its constructor. What lives longer than a test has no container and takes only other resources.");
        }

        ResourceDeclaration taken = Find(parameter.ParameterType, taker.Place) ?? throw new ResourcePlanException(
            $"{taker.Name} takes {parameter.ParameterType.Name}, which is not declared where {taker.Type.Name} is, nor further out. "
            + $"Add [UseResource<{parameter.ParameterType.Name}>(...)] there, with a lifetime of {taker.Lifetime} or longer.");
        return taken.Lifetime >= taker.Lifetime
            ? Plan(taken)
            : throw new ResourcePlanException(
                $"{taker.Name} takes {taken.Name}, which ends before it does. Give {taken.Type.Name} a lifetime of {taker.Lifetime} or longer, or {taker.Type.Name} a shorter one.");
    }

    private ResourceDeclaration? Find(Type type, ResourcePlace innermost) =>
        declarations.Where(d => d.Type == type && d.Place <= innermost).MaxBy(static d => d.Place) is { } nearest
            ? declarations.Last(d => d.Type == type && d.Place == nearest.Place)
            : null;
}
