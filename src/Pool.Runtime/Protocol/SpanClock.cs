namespace Pool.Runtime.Protocol;

/// <summary>Measures one request for the host's trace, from its creation on.</summary>
internal sealed class SpanClock(TimeProvider clock, string name)
{
    private readonly long _startUs = (clock.GetUtcNow().Ticks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
    private readonly long _startedAt = clock.GetTimestamp();

    // A clock may stand before 1970, or be set back while a command runs; the protocol knows no negative numbers.
    public WorkerSpan Stop() => new(
        Math.Max(_startUs, 0),
        Math.Max(clock.GetElapsedTime(_startedAt).Ticks / TimeSpan.TicksPerMicrosecond, 0),
        name);
}
