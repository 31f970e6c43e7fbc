using Microsoft.Extensions.DependencyInjection;

namespace Pool.NUnit.Isolation.ResourceSpecimens;

/// <summary>Asks for a service that needs it.</summary>
internal sealed class AsksForItself : JournaledResource
{
    protected override ValueTask OnStartAsync(TestResourceContext context, CancellationToken cancellationToken)
    {
        context.Services.GetRequiredService<Client>();
        return ValueTask.CompletedTask;
    }
}
