namespace Pool.NUnit.Isolation.Determinism;

/// <summary>How long <see cref="Eventually"/> waits and how often it looks.</summary>
public sealed record EventuallyOptions
{
    /// <summary>How long the condition may take, at least zero (then it is checked once). Default 5 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The first pause between two checks, more than zero. Doubles up to <see cref="MaxInterval"/>. Default 1 ms.</summary>
    public TimeSpan MinInterval { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The longest pause between two checks, at least <see cref="MinInterval"/>. Default 100 ms.</summary>
    public TimeSpan MaxInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The clock of the timeout and of the pauses. Default the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Says that something may have changed. When set, the condition is checked after each change and at the deadline,
    /// and not by polling. Default null.
    /// </summary>
    public ChangeSignal? Signal { get; init; }

    /// <summary>Names the condition in the failure message. Default: the source text of the condition.</summary>
    public string? Description { get; init; }

    internal EventuallyOptions Validated()
    {
        if (Timeout < TimeSpan.Zero || MinInterval <= TimeSpan.Zero || MaxInterval < MinInterval)
        {
            throw new InvalidOperationException(
                $"Timeout is {Timeout}, MinInterval {MinInterval}, MaxInterval {MaxInterval}. "
                + "Timeout must be at least zero, MinInterval more than zero and MaxInterval at least MinInterval.");
        }

        return this;
    }
}
