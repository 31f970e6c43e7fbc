namespace Pool.NUnit.Isolation.ResourceSpecimens;

internal sealed class AssemblyServer(RunServer server) : JournaledResource
{
    public RunServer Server => server;
}
