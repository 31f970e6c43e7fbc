namespace Pool.NUnit.Isolation.ResourceSpecimens;

internal sealed class NeverUsed : JournaledResource;
