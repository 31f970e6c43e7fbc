using Microsoft.Extensions.Logging;

namespace Pool.Runtime.Tests;

/// <summary>Keeps what was logged, and waits for an entry.</summary>
internal sealed class EntryLog : ILoggerFactory, ILogger
{
    private readonly Lock _gate = new();
    private readonly List<(int Id, string Text, Exception? Exception)> _entries = [];
    private TaskCompletionSource _changed = New();

    /// <summary>Entries with this id, oldest first.</summary>
    public IReadOnlyList<(string Text, Exception? Exception)> Of(int id)
    {
        lock (_gate)
            return [.. _entries.Where(entry => entry.Id == id).Select(entry => (entry.Text, entry.Exception))];
    }

    /// <summary>The text of the first entry with this id, when it is there.</summary>
    public async Task<string> FirstAsync(int id)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
                changed = _changed.Task;
            if (Of(id) is [var (text, _), ..])
                return text;
            await changed.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate)
        {
            _entries.Add((eventId.Id, formatter(state, exception), exception));
            _changed.SetResult();
            _changed = New();
        }
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
