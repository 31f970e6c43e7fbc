namespace Pool.Runtime.Protocol;

/// <summary>Asks the worker to end the request of this id soon; it still answers that id exactly once.</summary>
internal sealed record HostCancel(long Id) : HostMessage;
