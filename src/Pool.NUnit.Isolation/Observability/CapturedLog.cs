using Microsoft.Extensions.Logging;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>One entry of a test's log. Immutable.</summary>
public sealed record CapturedLog
{
    internal CapturedLog()
    {
    }

    /// <summary>Id of the test whose container the logger is of.</summary>
    public required string TestId { get; init; }

    /// <summary>Number of the entry in the test, from 1, without gaps.</summary>
    public long Sequence { get; internal set; }

    /// <summary>When it was written, by the system's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Level of the entry.</summary>
    public required LogLevel Level { get; init; }

    /// <summary>Category of the logger.</summary>
    public required string Category { get; init; }

    /// <summary>Id of the event; 0 when it has none.</summary>
    public required EventId EventId { get; init; }

    /// <summary>The text, at most 16,384 characters of it.</summary>
    public required string Message { get; init; }

    /// <summary>
    /// The entry's structured values, and <c>{OriginalFormat}</c>. Numbers, texts, times and such are as they were logged, other
    /// objects are the text that they gave when they were logged.
    /// </summary>
    public required IReadOnlyList<KeyValuePair<string, object?>> Properties { get; init; }

    /// <summary>The scopes it was logged in, outermost first; structured ones value by value, others under the key <c>Scope</c>.</summary>
    public required IReadOnlyList<KeyValuePair<string, object?>> Scopes { get; init; }

    /// <summary>What was logged as the cause, if anything.</summary>
    public Exception? Exception { get; init; }

    /// <summary>The pool that the entry is about: its value <c>pool_name</c>; null without one.</summary>
    public string? PoolName => this["pool_name"] as string;

    /// <summary>The worker that the entry is about: its value <c>worker_id</c>; null without one.</summary>
    public string? WorkerId => this["worker_id"] as string;

    /// <summary>A structured value of the entry or, failing that, of its innermost scope that has it; null when none has.</summary>
    /// <param name="name">Its name, such as <c>session_id</c>.</param>
    public object? this[string name] => Find(Properties, name) ?? Find(Scopes, name);

    /// <summary>As a line of the log file.</summary>
    public override string ToString() => LogText.Line(this);

    private static object? Find(IReadOnlyList<KeyValuePair<string, object?>> values, string name)
    {
        for (int i = values.Count - 1; i >= 0; i--)
        {
            if (string.Equals(values[i].Key, name, StringComparison.Ordinal))
            {
                return values[i].Value;
            }
        }

        return null;
    }
}
