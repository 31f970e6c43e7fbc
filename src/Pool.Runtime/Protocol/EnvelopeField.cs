namespace Pool.Runtime.Protocol;

/// <summary>The top-level fields that the protocol knows, in either direction.</summary>
internal enum EnvelopeField
{
    Type,
    Id,
    Value,
    Command,
    Args,
    Session,
    DeadlineMs,
    TraceParent,
    Volatile,
    Error,
    Blobs,
    Protocol,
    WorkerId,
    MaxFrameBytes,
    Worker,
    Pid,
    Commands,
    Features,
    Window,
    Chunks,
    Span,
    More,
    Level,
    Logger,
    Message,
    Exception,
    LogLevel,
}
