namespace Pool.Runtime.Hosting;

/// <summary>One pool that a container was told of. The container holds one for each.</summary>
internal sealed record PoolRegistration(string Name, SessionPoolSetup Setup);
