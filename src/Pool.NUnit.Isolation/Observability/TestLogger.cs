using Microsoft.Extensions.Logging;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>One category's logger of one test.</summary>
internal sealed class TestLogger(TestTelemetry telemetry, TestLoggerProvider provider, string category) : ILogger
{
    private const int MaxMessage = 16_384;
    private const int MaxValues = 64;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => provider.Scopes?.Push(state);

    // Beside what the container's own filters let through.
    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        telemetry.LogCapture.Add(new CapturedLog
        {
            TestId = telemetry.TestId,
            At = telemetry.Clock.GetUtcNow(),
            Level = logLevel,
            Category = category,
            EventId = eventId,
            Message = StableValue.Cut(formatter(state, exception) ?? "", MaxMessage),
            Properties = PropertiesOf(state),
            Scopes = ReadScopes(),
            Exception = exception,
        });
    }

    private static KeyValuePair<string, object?>[] PropertiesOf<TState>(TState state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> { Count: > 0 } values)
        {
            return [];
        }

        var properties = new KeyValuePair<string, object?>[Math.Min(values.Count, MaxValues)];
        for (int i = 0; i < properties.Length; i++)
        {
            properties[i] = StableValue.Of(values[i]);
        }

        return properties;
    }

    private List<KeyValuePair<string, object?>> ReadScopes()
    {
        List<KeyValuePair<string, object?>> read = [];
        provider.Scopes?.ForEachScope(
            static (scope, read) =>
            {
                if (scope is IEnumerable<KeyValuePair<string, object?>> values)
                {
                    read.AddRange(values.Take(MaxValues).Select(StableValue.Of));
                }
                else if (scope is not null)
                {
                    read.Add(KeyValuePair.Create("Scope", StableValue.Of(scope)));
                }
            },
            read);
        return read;
    }
}
