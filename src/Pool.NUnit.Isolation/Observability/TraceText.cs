using System.Diagnostics;
using System.Globalization;

namespace Pool.NUnit.Isolation.Observability;

/// <summary>Spans as text.</summary>
internal static class TraceText
{
    public static string Line(CapturedActivity activity)
    {
        string duration = activity.Duration is { } took
            ? string.Create(CultureInfo.InvariantCulture, $"{took.TotalMilliseconds:0.000} ms")
            : "open";
        string parent = activity.ParentSpanId is null ? "" : $" below {activity.ParentSpanId}";
        string status = activity.Status == ActivityStatusCode.Unset ? "" : $" {activity.Status} {activity.StatusDescription}".TrimEnd();
        string tags = string.Join(", ", activity.Tags.Select(static t => string.Create(CultureInfo.InvariantCulture, $"{t.Key}={t.Value}")));
        string events = activity.Events.Count == 0 ? "" : $" events: {string.Join(", ", activity.Events)}";
        return PlainText.Of(string.Create(
            CultureInfo.InvariantCulture,
            $"{activity.StartedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffffZ} {duration} {activity.Source} {activity.Name} [{activity.Kind}] trace {activity.TraceId} span {activity.SpanId}{parent}{status} {{{tags}}}{events}"));
    }

    public static string Of(IReadOnlyList<CapturedActivity> ended, IReadOnlyList<CapturedActivity> open) =>
        string.Join(Environment.NewLine, ended.Concat(open).OrderBy(static a => a.StartedAt).Select(Line));
}
