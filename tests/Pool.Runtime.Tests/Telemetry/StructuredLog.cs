using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Pool.Runtime.Tests.Telemetry;

/// <summary>Keeps entries with their properties, from one level up; may be made to throw.</summary>
internal sealed class StructuredLog(LogLevel lowest = LogLevel.Trace) : ILoggerFactory
{
    private readonly Channel<StructuredEntry> _entries = Channel.CreateUnbounded<StructuredEntry>();

    public LogLevel Lowest => lowest;

    /// <summary>Runs before an entry is kept.</summary>
    public Action<StructuredEntry> Before { get; set; } = _ => { };

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <summary>The next entry of the workers' category.</summary>
    public async Task<StructuredEntry> NextOfWorkerAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (true)
        {
            if (await _entries.Reader.ReadAsync(patience.Token) is { Category: "Pool.Runtime.Worker" } entry)
                return entry;
        }
    }

    /// <summary>What is kept and was not taken, of the workers' category.</summary>
    public IReadOnlyList<StructuredEntry> RestOfWorker()
    {
        List<StructuredEntry> rest = [];
        while (_entries.Reader.TryRead(out var entry))
        {
            if (entry.Category == "Pool.Runtime.Worker")
                rest.Add(entry);
        }

        return rest;
    }

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private sealed class Logger(StructuredLog log, string category) : ILogger
    {
        public bool IsEnabled(LogLevel logLevel) => logLevel >= log.Lowest;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var properties = (IReadOnlyList<KeyValuePair<string, object?>>)state!;
            var entry = new StructuredEntry(
                category, logLevel, eventId.Id, formatter(state, exception), properties.ToDictionary(StringComparer.Ordinal), exception);
            log.Before(entry);
            log._entries.Writer.TryWrite(entry);
        }
    }
}
