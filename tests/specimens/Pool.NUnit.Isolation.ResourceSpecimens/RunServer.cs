namespace Pool.NUnit.Isolation.ResourceSpecimens;

internal sealed class RunServer : JournaledResource;
