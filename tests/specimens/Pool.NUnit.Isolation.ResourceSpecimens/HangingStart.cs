namespace Pool.NUnit.Isolation.ResourceSpecimens;

internal sealed class HangingStart : JournaledResource
{
    protected override async ValueTask OnStartAsync(TestResourceContext context, CancellationToken cancellationToken) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
}
