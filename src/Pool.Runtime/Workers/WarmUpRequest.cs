using Pool.Runtime.Protocol;

namespace Pool.Runtime.Workers;

/// <summary>A warm-up command, its arguments written once for all workers.</summary>
internal sealed record WarmUpRequest(string Command, Payload Args);
