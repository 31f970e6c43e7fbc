using System.Diagnostics;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>One span of a test. Immutable.</summary>
public sealed record CapturedActivity
{
    internal CapturedActivity()
    {
    }

    /// <summary>Name of its source, such as <c>Pool.Runtime</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Name of the span, such as <c>pool.execute ping</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Client, server, internal and so on.</summary>
    public required ActivityKind Kind { get; init; }

    /// <summary>Its trace.</summary>
    public required string TraceId { get; init; }

    /// <summary>Its own id.</summary>
    public required string SpanId { get; init; }

    /// <summary>The span above it; null for one without.</summary>
    public string? ParentSpanId { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took; null while it is open.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Whether it went well, as far as its maker said.</summary>
    public required ActivityStatusCode Status { get; init; }

    /// <summary>What went wrong.</summary>
    public string? StatusDescription { get; init; }

    /// <summary>Its tags, at most 64.</summary>
    public required IReadOnlyDictionary<string, object?> Tags { get; init; }

    /// <summary>Names of its events in order, at most 32.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>As a line of the file of traces.</summary>
    public override string ToString() => TraceText.Line(this);
}
