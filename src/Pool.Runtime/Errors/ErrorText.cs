using static System.FormattableString;

namespace Pool.Runtime.Errors;

/// <summary>Wording that several messages share; everything that comes from a worker is bounded here.</summary>
internal static class ErrorText
{
    /// <summary>Most characters of a worker's text that go into a message.</summary>
    public const int MaxTail = 4096;

    /// <summary>A duration in the unit a reader would choose: <c>250 ms</c>, <c>1.5 s</c>.</summary>
    public static string Of(TimeSpan duration) =>
        duration == Timeout.InfiniteTimeSpan ? "infinite"
        : duration.Duration() < TimeSpan.FromSeconds(1) ? Invariant($"{duration.TotalMilliseconds:0.###} ms")
        : Invariant($"{duration.TotalSeconds:0.###} s");

    /// <summary>
    /// The end of <paramref name="text"/>, at most <see cref="MaxTail"/> characters; errors come last in a log.
    /// </summary>
    public static string Tail(string? text)
    {
        var trimmed = text.AsSpan().TrimEnd();
        return trimmed.Length <= MaxTail ? trimmed.ToString() : string.Concat("[...]", trimmed[^MaxTail..]);
    }

    /// <summary>The beginning of <paramref name="text"/>, at most <see cref="MaxTail"/> characters.</summary>
    public static string Head(string text) =>
        text.Length <= MaxTail ? text : string.Concat(text.AsSpan(0, MaxTail), "[...]");

    /// <summary>How a process ended, as the end of a sentence; empty when it had not ended or nobody knows.</summary>
    public static string Exit(int? status, string? signal) =>
        signal is not null ? $" (killed by {signal})"
        : status is { } value ? Invariant($" (exit status {value})")
        : "";

    /// <summary>The last paragraph of a message about a worker that said something before it failed.</summary>
    public static string StandardError(string tail) =>
        tail.Length == 0 ? "" : $"{Environment.NewLine}The end of its standard error:{Environment.NewLine}{tail}";
}
