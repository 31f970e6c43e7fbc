using System.Collections.Concurrent;
using System.Diagnostics;

namespace Pool.Runtime.Tests.Telemetry;

/// <summary>Hears the spans of the pools of one name, so that tests side by side do not hear each other's.</summary>
internal sealed class SpanLog : IDisposable
{
    private readonly ActivityListener _listener;

    public SpanLog(string poolName, ActivitySamplingResult sampling = ActivitySamplingResult.AllDataAndRecorded)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Pool.Runtime" && (source.Tags?.Any(tag => tag.Key == "pool.name" && (string?)tag.Value == poolName) ?? false),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => sampling,
            ActivityStopped = Ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public ConcurrentQueue<Activity> Ended { get; } = new();

    /// <summary>Those of calls, without the ones that workers reported.</summary>
    public IEnumerable<Activity> Calls => Ended.Where(span => span.Kind == ActivityKind.Client);

    public void Dispose() => _listener.Dispose();
}
