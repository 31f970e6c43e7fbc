using System.Collections.Concurrent;
using System.Diagnostics;
using Pool.NUnit.Isolation.Execution;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>
/// Hands spans to the test that they belong to: that of the span above them or, without one that is known, that of the flow of
/// execution that begins them. One listener per source for all tests of the process, since listening is process-wide, and none
/// before a test needs it. No span is begun on the test's behalf, so that whatever else listens in the process, a set-up of
/// OpenTelemetry say, sees the same parents as without it. Thread-safe.
/// </summary>
internal sealed class ActivityRouter
{
    public const string PoolSource = "Pool.Runtime";

    private readonly ConcurrentDictionary<string, Lazy<ActivityListener>> _listeners = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ActivitySpanId, ActivityCapture> _open = new();

    /// <summary>Listens to the source from now on, if it does not already.</summary>
    public void Listen(string source)
    {
        if (!_listeners.TryGetValue(source, out Lazy<ActivityListener>? listener))
        {
            listener = _listeners.GetOrAdd(source, name => new Lazy<ActivityListener>(() => Start(name)));
        }

        _ = listener.Value;
    }

    /// <summary>Spans that have not ended, of all tests.</summary>
    public int Open => _open.Count;

    /// <summary>Forgets the open spans of a test that has ended.</summary>
    public void Close(ActivityCapture capture)
    {
        foreach (Activity left in capture.Close())
        {
            _open.TryRemove(left.SpanId, out _);
        }
    }

    /// <summary>Makes the span, and with it those below it, the test's.</summary>
    internal void Adopt(Activity activity, ActivityCapture owner)
    {
        if (owner.TryBegin(activity))
        {
            _open[activity.SpanId] = owner;
        }
    }

    private ActivityListener Start(string source)
    {
        ActivityListener listener = new()
        {
            ShouldListenTo = candidate => candidate.Name == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> creation) =>
                OwnerOf(creation.Parent.SpanId, source) is null ? ActivitySamplingResult.None : ActivitySamplingResult.AllData,
            ActivityStarted = activity => Begin(activity, source),
            ActivityStopped = End,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private void Begin(Activity activity, string source)
    {
        // Also called for spans that only other listeners wanted.
        if (activity.SpanId != default && OwnerOf(activity.ParentSpanId, source) is { } owner)
        {
            Adopt(activity, owner);
        }
    }

    private void End(Activity activity)
    {
        if (_open.TryRemove(activity.SpanId, out ActivityCapture? owner))
        {
            owner.End(activity);
        }
    }

    private ActivityCapture? OwnerOf(ActivitySpanId parent, string source)
    {
        if (parent == default || !_open.TryGetValue(parent, out ActivityCapture? owner))
        {
            owner = IsolatedExecution.Current?.Environment?.Observed?.ActivityCapture;
        }

        return owner?.Wants(source) == true ? owner : null;
    }
}
