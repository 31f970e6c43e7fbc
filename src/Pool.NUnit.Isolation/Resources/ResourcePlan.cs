namespace Pool.NUnit.Isolation.Resources;

/// <summary>The resources that one test can have.</summary>
/// <param name="Resources">Each once, by the declaration nearest to the test.</param>
/// <param name="Problem">Why they can't be had; null when they can.</param>
internal sealed record ResourcePlan(IReadOnlyList<PlannedResource> Resources, string? Problem)
{
    public static ResourcePlan Empty { get; } = new([], null);

    /// <param name="declarations">Outermost first; of two at one place the later counts.</param>
    public static ResourcePlan Of(IReadOnlyList<ResourceDeclaration> declarations)
    {
        if (declarations.Count == 0)
        {
            return Empty;
        }

        string[] problems = [.. declarations.SelectMany(static d => d.Problems()).Distinct(StringComparer.Ordinal)];
        if (problems.Length > 0)
        {
            return new ResourcePlan([], string.Join(" ", problems));
        }

        try
        {
            ResourcePlanner planner = new(declarations);
            return new ResourcePlan([.. declarations.Select(static d => d.Type).Distinct().Select(planner.PlanNearest)], null);
        }
        catch (ResourcePlanException error)
        {
            return new ResourcePlan([], error.Message);
        }
    }
}
