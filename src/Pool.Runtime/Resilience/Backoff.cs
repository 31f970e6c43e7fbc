namespace Pool.Runtime.Resilience;

/// <summary>How long to wait before each retry.</summary>
public sealed record Backoff
{
    /// <summary>No wait at all.</summary>
    public static Backoff None { get; } = new() { Shape = BackoffShape.None };

    /// <summary>50 ms, 100 ms, 150 ms, ... give or take a quarter, at most 2 s.</summary>
    public static Backoff Linear { get; } = new() { Shape = BackoffShape.Linear, Jitter = BackoffJitter.Quarter };

    /// <summary>Anything up to 50 ms, 100 ms, 200 ms, ..., at most 2 s.</summary>
    public static Backoff Exponential { get; } = new();

    /// <summary>How the wait grows. Default <see cref="BackoffShape.Exponential"/>.</summary>
    public BackoffShape Shape { get; init; } = BackoffShape.Exponential;

    /// <summary>How chance changes the wait. Default <see cref="BackoffJitter.Full"/>.</summary>
    public BackoffJitter Jitter { get; init; } = BackoffJitter.Full;

    /// <summary>Wait before the first retry, without jitter. Default 50 ms; not negative.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Longest wait, jitter included. Default 2 s; not below <see cref="BaseDelay"/>, at most one hour.
    /// </summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(2);
}
