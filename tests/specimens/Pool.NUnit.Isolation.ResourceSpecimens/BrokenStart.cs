namespace Pool.NUnit.Isolation.ResourceSpecimens;

internal sealed class BrokenStart(RunServer server) : JournaledResource
{
    public RunServer Server => server;

    protected override ValueTask OnStartAsync(TestResourceContext context, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("no such port");
}
