namespace Pool.NUnit.Isolation.ResourceSpecimens;

internal sealed class FixtureServer(AssemblyServer server) : JournaledResource
{
    public AssemblyServer Server => server;
}
