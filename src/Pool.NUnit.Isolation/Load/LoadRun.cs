using System.Collections.Concurrent;
using System.Globalization;

namespace Pool.NUnit.Isolation.Load;

/// <summary>What the clients of one load share.</summary>
internal sealed class LoadRun(LoadSettings settings, TimeProvider clock)
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _warmupLeft = settings.WarmupOperations;
    private int _clientsWarmingUp = settings.Clients;
    private long _warmupEnded;
    private long _warmupFailures;
    private long _startedAt;
    private long _endAt = long.MaxValue;

    public ConcurrentDictionary<string, Exception> FirstErrors { get; } = new(StringComparer.Ordinal);

    /// <summary>Completes when every client has finished its part of the warm-up, so that all begin to measure together.</summary>
    public Task Released => _released.Task;

    /// <summary>Warm-up operations that have ended, well or badly.</summary>
    public long WarmupEnded => Interlocked.Read(ref _warmupEnded);

    public long WarmupFailures => Interlocked.Read(ref _warmupFailures);

    public long StartedAt => Volatile.Read(ref _startedAt);

    public TimeProvider Clock => clock;

    public bool TakeWarmup() => Volatile.Read(ref _warmupLeft) > 0 && Interlocked.Decrement(ref _warmupLeft) >= 0;

    public void ClientIsWarm()
    {
        if (Interlocked.Decrement(ref _clientsWarmingUp) == 0)
        {
            long now = clock.GetTimestamp();
            Volatile.Write(ref _startedAt, now);
            Volatile.Write(ref _endAt, now + (long)(settings.Duration.TotalSeconds * clock.TimestampFrequency));
            _released.TrySetResult();
        }
    }

    public bool IsOver(long now) => now >= Volatile.Read(ref _endAt);

    public void WarmupOperationEnded() => Interlocked.Increment(ref _warmupEnded);

    public void WarmupFailed(Exception error)
    {
        Interlocked.Increment(ref _warmupFailures);
        Keep(error);
    }

    /// <summary>The failure of an operation that was cancelled because it had outlived the load.</summary>
    public TimeoutException CutOff(Exception cancellation) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"It was still running {settings.DrainTimeout.TotalMilliseconds:0} ms after the load was over and was cut off."),
        cancellation);

    public void Keep(Exception error) => FirstErrors.TryAdd(NameOf(error), error);

    public static string NameOf(Exception error) => error.GetType().Name;
}
