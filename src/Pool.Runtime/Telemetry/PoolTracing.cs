using System.Diagnostics;
using Pool.Runtime.Errors;

namespace Pool.Runtime.Telemetry;

/// <summary>
/// The spans of one pool: one per call, and below it the one that the worker reports. Costs a call nothing while nobody
/// listens and the caller has no span of its own.
/// </summary>
/// <remarks>
/// Thread-safe. A call's span is current neither for its caller nor inside the pool: the pool runs no code of others
/// that would have use for it.
/// </remarks>
internal sealed class PoolTracing(string poolName) : IDisposable
{
    public const string SourceName = PoolMetrics.MeterName;

    private const int MaxNameLength = 200;

    private readonly ActivitySource _source = new(SourceName, PoolMetrics.Version, [KeyValuePair.Create<string, object?>("pool.name", poolName)]);

    /// <summary>Begins a call's span. Null when nobody listens, or the sampler leaves it out.</summary>
    /// <param name="command">The command.</param>
    /// <param name="sessionId">The session, or null for an anonymous call.</param>
    public Activity? Begin(string command, string? sessionId) =>
        _source.HasListeners() && Create("pool.execute " + command, sessionId) is { } span ? Start(span.SetTag("pool.command", command)) : null;

    /// <summary>Begins a batch's span, as <see cref="Begin"/> does a call's.</summary>
    /// <param name="size">How many commands.</param>
    /// <param name="sessionId">The session.</param>
    public Activity? BeginBatch(int size, string? sessionId) =>
        _source.HasListeners() && Create("pool.execute_batch", sessionId) is { } span ? Start(span.SetTag("pool.batch.size", size)) : null;

    /// <summary>
    /// The <c>traceparent</c> of a request: of the call's span or, without one, of its caller's, so that a worker's own spans
    /// find their trace all the same. Null when there is neither.
    /// </summary>
    /// <param name="span">What <see cref="Begin"/> returned.</param>
    public static string? TraceParent(Activity? span) =>
        (span ?? Activity.Current) is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : null;

    /// <summary>Notes that an attempt failed and another follows.</summary>
    public static void AttemptFailed(Activity? span, int attempt, PoolException error)
    {
        if (span is null)
            return;
        var tags = new ActivityTagsCollection
        {
            ["pool.attempt"] = attempt,
            ["error.type"] = ErrorType.Of(error),
        };
        if (error.WorkerId is { } worker)
            tags["pool.worker.id"] = worker;
        span.AddEvent(new ActivityEvent("pool.attempt.failed", tags: tags));
    }

    /// <summary>
    /// Adds the span that a worker reported, with the times of its own clock. What a worker says is not trusted: a time that
    /// is none is left out.
    /// </summary>
    /// <param name="span">The call's span.</param>
    /// <param name="workerId">The worker.</param>
    /// <param name="name">Its name for the span.</param>
    /// <param name="startUs">Begin, in microseconds since 1970 (UTC).</param>
    /// <param name="durationUs">Duration in microseconds.</param>
    public void AddWorkerSpan(Activity? span, string workerId, string name, long startUs, long durationUs)
    {
        var latest = (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        if (span is null || startUs < 0 || durationUs < 0 || startUs > latest || durationUs > latest - startUs)
            return;
        var current = Activity.Current;
        var start = DateTimeOffset.UnixEpoch.AddTicks(startUs * TimeSpan.TicksPerMicrosecond);
        using (var reported = _source.StartActivity(
            ActivityKind.Server, span.Context, tags: null, links: null, start, name.Length <= MaxNameLength ? name : name[..MaxNameLength]))
        {
            reported?.SetTag("pool.name", poolName);
            reported?.SetTag("pool.worker.id", workerId);
            reported?.SetEndTime(start.AddTicks(durationUs * TimeSpan.TicksPerMicrosecond).UtcDateTime);
        }

        Activity.Current = current;
    }

    /// <summary>Ends a call's span.</summary>
    /// <param name="span">The span.</param>
    /// <param name="workerId">The worker that it ran on last, if it came that far.</param>
    /// <param name="attempts">Attempts made.</param>
    /// <param name="waited">Time in queues.</param>
    /// <param name="error">Why it failed or was cancelled; null when it did not.</param>
    public static void End(Activity? span, string? workerId, int attempts, TimeSpan waited, Exception? error)
    {
        if (span is null)
            return;
        if (workerId is not null)
            span.SetTag("pool.worker.id", workerId);
        span.SetTag("pool.attempts", attempts);
        span.SetTag("pool.queue.wait", waited.TotalSeconds);
        if (error is OperationCanceledException)
        {
            span.SetTag("pool.outcome", "cancelled");
        }
        else if (error is not null)
        {
            span.SetTag("pool.outcome", "error");
            span.SetTag("error.type", ErrorType.Of(error));
            span.SetStatus(ActivityStatusCode.Error, error.Message);
            span.AddException(error);
        }
        else
        {
            span.SetTag("pool.outcome", "success");
        }

        var current = Activity.Current;
        span.Dispose();
        Activity.Current = current;
    }

    public void Dispose() => _source.Dispose();

    private Activity? Create(string name, string? sessionId)
    {
        var span = _source.CreateActivity(name, ActivityKind.Client, default(ActivityContext), tags: null, links: null, ActivityIdFormat.W3C);
        span?.SetTag("pool.name", poolName);
        if (sessionId is not null)
            span?.SetTag("pool.session.id", sessionId);
        return span;
    }

    private static Activity Start(Activity span)
    {
        var callers = Activity.Current;
        span.Start();
        Activity.Current = callers;
        return span;
    }
}
