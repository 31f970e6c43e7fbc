namespace Pool.NUnit.Isolation.ResourceSpecimens;

internal sealed class HangingStop : JournaledResource
{
    protected override ValueTask OnStopAsync(CancellationToken cancellationToken) => new(new TaskCompletionSource().Task);
}
