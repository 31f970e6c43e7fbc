namespace Pool.Runtime.Adapters.Guards;

/// <summary>The folder of a host that is dead, held so that no other sweeps it at the same time.</summary>
internal sealed class DeadHost(string path, string id, FileStream held) : IDisposable
{
    public string Path { get; } = path;

    public string Id { get; } = id;

    public void Dispose()
    {
        HostFolder.Remove(Path);
        held.Dispose();
    }
}
