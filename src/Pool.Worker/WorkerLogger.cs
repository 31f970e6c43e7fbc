using Pool.Worker.Serving;

namespace Pool.Worker;

/// <summary>
/// Writes to the host's log, as far as the host wants to know; see <see cref="WorkerApplication.CreateLogger"/>. Thread-safe.
/// </summary>
public sealed class WorkerLogger
{
    private readonly LogSink _sink;

    internal WorkerLogger(string name, LogSink sink)
    {
        Name = name;
        _sink = sink;
    }

    /// <summary>Who writes, as the host sees it.</summary>
    public string Name { get; }

    /// <summary>Whether the host wants entries of this level; true as long as it has not said. For what is costly to put into words.</summary>
    public bool IsEnabled(WorkerLogLevel level) => _sink.IsEnabled(level);

    /// <summary>
    /// Writes an entry. Never throws for want of a host. Entries from before the host is known are kept, the first 100 of them.
    /// </summary>
    /// <param name="level">How grave it is.</param>
    /// <param name="message">What happened. It and the exception's text are cut to 16 KiB together.</param>
    /// <param name="exception">What was thrown, if anything was.</param>
    public void Log(WorkerLogLevel level, string message, Exception? exception = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        _sink.Write(level, Name, message, exception);
    }
}
