using Pool.Runtime.Protocol;

namespace Pool.Worker.Serving;

/// <summary>How the state of a session becomes a payload, and the reverse.</summary>
internal sealed record SnapshotFunctions(
    Func<SessionState, PayloadSerializer, Payload> Capture, Action<SessionState, Payload, PayloadSerializer> Restore);
