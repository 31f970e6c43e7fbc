namespace Pool.NUnit.Isolation.ResourceSpecimens;

internal sealed class TestDatabase(AssemblyServer server, TestEnvironment environment) : JournaledResource
{
    public AssemblyServer Server => server;

    public string Address => environment.TestId;
}
