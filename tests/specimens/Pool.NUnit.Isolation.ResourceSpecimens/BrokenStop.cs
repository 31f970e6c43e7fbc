namespace Pool.NUnit.Isolation.ResourceSpecimens;

internal sealed class BrokenStop : JournaledResource
{
    protected override ValueTask OnStopAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("will not stop");
}
