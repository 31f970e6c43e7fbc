using NUnit.Framework;

namespace Pool.NUnit.Isolation.Determinism;

/// <summary>One wait of <see cref="Eventually"/>.</summary>
internal sealed class EventualCheck<T>(
    Func<CancellationToken, ValueTask<T>> observe,
    Func<T, bool> predicate,
    EventuallyOptions options,
    string? text)
{
    private readonly long _startedAt = options.Clock.GetTimestamp();
    private int _checks;
    private bool _seen;
    private T? _last;
    private Exception? _error;

    private TimeSpan Remaining => options.Timeout - options.Clock.GetElapsedTime(_startedAt);

    public async Task<T> RunAsync(CancellationToken cancellationToken)
    {
        TimeSpan interval = options.MinInterval;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Taken before the look, so that a change during the look isn't missed.
            Task? change = options.Signal?.NextAsync();
            bool isLast = Remaining <= TimeSpan.Zero;
            if (await HoldsAsync(cancellationToken))
            {
                return _last!;
            }

            if (isLast)
            {
                throw new AssertionException(Message(), _error);
            }

            if (Remaining > TimeSpan.Zero)
            {
                await PauseAsync(change, interval, cancellationToken);
                interval = TimeSpan.FromTicks(Math.Min(interval.Ticks * 2, options.MaxInterval.Ticks));
            }
        }
    }

    private async Task<bool> HoldsAsync(CancellationToken cancellationToken)
    {
        _checks++;
        using DetachedAssertions assertions = new();
        try
        {
            ValueTask<T> observation = observe(cancellationToken);
            _last = observation.IsCompleted ? await observation : await WithinDeadlineAsync(observation.AsTask(), cancellationToken);
            _seen = true;
            _error = null;
            return predicate(_last);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            _error = error;
            return false;
        }
    }

    private async Task<T> WithinDeadlineAsync(Task<T> observation, CancellationToken cancellationToken)
    {
        // The last look, made at the deadline, needs some time as well.
        TimeSpan limit = Remaining > options.MaxInterval ? Remaining : options.MaxInterval;
        return await observation.WaitAsync(limit, options.Clock, cancellationToken);
    }

    private async Task PauseAsync(Task? change, TimeSpan interval, CancellationToken cancellationToken)
    {
        TimeSpan remaining = Remaining;
        if (remaining <= TimeSpan.Zero)
        {
            return;
        }

        if (change is null)
        {
            await Task.Delay(interval < remaining ? interval : remaining, options.Clock, cancellationToken);
            return;
        }

        try
        {
            await change.WaitAsync(remaining, options.Clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The deadline: one last look follows.
        }
    }

    private string Message()
    {
        string seen = _error is not null
            ? $"the last check threw {_error.GetType().Name}: {_error.Message}"
            : $"last seen: {ValueText.Of(_last)}";
        if (_error is not null && _seen)
        {
            seen += $"; last seen before it: {ValueText.Of(_last)}";
        }

        double elapsed = options.Clock.GetElapsedTime(_startedAt).TotalMilliseconds;
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"Not satisfied within {options.Timeout.TotalMilliseconds:0} ms ({_checks} checks in {elapsed:0} ms): {options.Description ?? text ?? "the condition"}; {seen}.");
    }
}
