namespace Pool.Runtime.Protocol;

/// <summary>Asks the worker to finish what it has read and to exit with code 0.</summary>
internal sealed record HostShutdown : HostMessage;
