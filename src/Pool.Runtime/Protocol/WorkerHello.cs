namespace Pool.Runtime.Protocol;

/// <summary>The worker's answer to the host's hello: the version it chose, who it is, and what it can do.</summary>
internal sealed record WorkerHello(
    int Version,
    string Worker,
    int? Pid,
    int MaxFrameBytes,
    IReadOnlyDictionary<string, CommandDescription> Commands,
    IReadOnlyList<string> Features) : WorkerMessage;
