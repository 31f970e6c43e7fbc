namespace Pool.NUnit.Isolation.ResourceSpecimens;

/// <summary>A service of the user's that talks to a resource.</summary>
internal sealed class Client(JournaledResource resource) : IDisposable
{
    public JournaledResource Resource => resource;

    public void Dispose() => Journal.Note($"dispose client while its resource is {(resource.IsRunning ? "running" : "stopped")}");
}
