namespace Pool.Runtime.Protocol;

/// <summary>How grave a log entry is. The numbers are those of <c>Microsoft.Extensions.Logging.LogLevel</c>.</summary>
internal enum WireLogLevel
{
    Trace,
    Debug,
    Information,
    Warning,
    Error,
    Critical,
}
