namespace Pool.Runtime.Protocol;

/// <summary>A log entry of the worker. It answers nothing; <paramref name="Id"/> names the request that was running, if one was.</summary>
internal sealed record WorkerLog(WireLogLevel Level, string Logger, string Message, long? Id, string? Exception) : WorkerMessage
{
    /// <summary>Bytes of JSON that an entry's frame may have.</summary>
    public const int MaxBytes = 16 * 1024;
}
