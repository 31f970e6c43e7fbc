namespace Pool.NUnit.Isolation.ResourceSpecimens;

internal sealed class AsksForServices : JournaledResource
{
    protected override ValueTask OnStartAsync(TestResourceContext context, CancellationToken cancellationToken)
    {
        context.Services.ShouldNotBeNull();
        return ValueTask.CompletedTask;
    }
}
