using System.Diagnostics;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>The spans of one test: those that ended, bounded, and those that are open. Thread-safe.</summary>
internal sealed class ActivityCapture(CaptureOptions options)
{
    private const int MaxOpen = 10_000;
    private const int MaxTags = 64;
    private const int MaxEvents = 32;

    private readonly Lock _lock = new();
    // As they are, and put into words when they are asked for: most never are.
    private readonly CaptureRing<Activity> _ended = new(options.MaxActivities, long.MaxValue);
    private readonly HashSet<Activity> _open = [];
    private bool _closed;

    public long Dropped
    {
        get
        {
            lock (_lock)
            {
                return _ended.Dropped;
            }
        }
    }

    public bool Wants(string source) => options.Traces && !Volatile.Read(ref _closed)
        && (source == ActivityRouter.PoolSource || options.ActivitySources.Contains(source, StringComparer.Ordinal));

    public bool TryBegin(Activity activity)
    {
        lock (_lock)
        {
            return !_closed && _open.Count < MaxOpen && _open.Add(activity);
        }
    }

    public void End(Activity activity)
    {
        lock (_lock)
        {
            if (_open.Remove(activity))
            {
                _ended.Add(activity, 0);
            }
        }
    }

    public CapturedActivity[] ReadEnded()
    {
        Activity[] ended;
        lock (_lock)
        {
            ended = _ended.ToArray();
        }

        return [.. ended.Select(static a => Read(a, a.Duration))];
    }

    public CapturedActivity[] ReadOpen()
    {
        Activity[] open;
        lock (_lock)
        {
            open = [.. _open];
        }

        return [.. open.Select(static a => Read(a, null)).OrderBy(static a => a.StartedAt)];
    }

    /// <summary>Takes no more, and returns those that nobody will end.</summary>
    public Activity[] Close()
    {
        lock (_lock)
        {
            _closed = true;
            Activity[] open = [.. _open];
            _open.Clear();
            return open;
        }
    }

    private static CapturedActivity Read(Activity activity, TimeSpan? duration)
    {
        // One by one, since nothing keeps a key from being there twice, and a span that is open may change meanwhile.
        Dictionary<string, object?> tags = new(StringComparer.Ordinal);
        foreach (KeyValuePair<string, object?> tag in activity.EnumerateTagObjects())
        {
            if (tags.Count == MaxTags)
            {
                break;
            }

            tags[tag.Key] = StableValue.Of(tag.Value);
        }

        return new CapturedActivity
        {
            Source = activity.Source.Name,
            Name = StableValue.Cut(activity.DisplayName),
            Kind = activity.Kind,
            TraceId = activity.TraceId.ToHexString(),
            SpanId = activity.SpanId.ToHexString(),
            ParentSpanId = activity.ParentSpanId == default ? null : activity.ParentSpanId.ToHexString(),
            StartedAt = new DateTimeOffset(DateTime.SpecifyKind(activity.StartTimeUtc, DateTimeKind.Utc)),
            Duration = duration,
            Status = activity.Status,
            StatusDescription = activity.StatusDescription is { } text ? StableValue.Cut(text) : null,
            Tags = tags,
            Events = [.. activity.Events.Take(MaxEvents).Select(static e => StableValue.Cut(e.Name))],
        };
    }
}
