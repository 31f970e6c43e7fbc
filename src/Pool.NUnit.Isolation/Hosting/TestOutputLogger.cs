using Microsoft.Extensions.Logging;

namespace Pool.NUnit.Isolation.Hosting;

/// <summary>One category's logger. A line starts with level, test id and category.</summary>
internal sealed class TestOutputLogger(TextWriter output, string testId, string category) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string text = $"[{logLevel}] test_id={testId} {category}: {formatter(state, exception)}";
        output.WriteLine(exception is null ? text : $"{text}{Environment.NewLine}{exception}");
    }
}
