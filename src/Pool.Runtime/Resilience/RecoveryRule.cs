using Pool.Runtime.Errors;

namespace Pool.Runtime.Resilience;

/// <summary>One cell of the <see cref="RecoveryMatrix"/>: what to do, how often, and with which waits.</summary>
public sealed record RecoveryRule
{
    /// <summary>Report the failure.</summary>
    public static RecoveryRule Abandon { get; } = new() { Strategy = RecoveryStrategy.Abandon };

    /// <summary>Open the circuit and report the failure.</summary>
    public static RecoveryRule OpenCircuit { get; } = new() { Strategy = RecoveryStrategy.OpenCircuit };

    /// <summary>What to do.</summary>
    public required RecoveryStrategy Strategy { get; init; }

    /// <summary>
    /// Most retries, so one less than the attempts. Default 0; 0 to 100. Only strategies that retry use it.
    /// </summary>
    public int MaxRetries { get; init; }

    /// <summary>
    /// Waits between attempts. Default none. <see cref="RecoveryStrategy.RetryNow"/> uses it from the second retry on,
    /// <see cref="RecoveryStrategy.FailOver"/> not at all.
    /// </summary>
    public Backoff Delays { get; init; } = Backoff.None;

    /// <summary>A rule that retries at once, then waits.</summary>
    /// <param name="maxRetries">Most retries.</param>
    /// <param name="backoff">Waits from the second retry on.</param>
    /// <returns>The rule.</returns>
    public static RecoveryRule RetryNow(int maxRetries, Backoff backoff) =>
        new() { Strategy = RecoveryStrategy.RetryNow, MaxRetries = maxRetries, Delays = backoff };

    /// <summary>A rule that waits before each retry.</summary>
    /// <param name="maxRetries">Most retries.</param>
    /// <param name="backoff">Waits before each retry.</param>
    /// <returns>The rule.</returns>
    public static RecoveryRule BackOff(int maxRetries, Backoff backoff) =>
        new() { Strategy = RecoveryStrategy.BackOff, MaxRetries = maxRetries, Delays = backoff };

    /// <summary>A rule that retries at once on another worker.</summary>
    /// <param name="maxRetries">Most retries.</param>
    /// <returns>The rule.</returns>
    public static RecoveryRule FailOver(int maxRetries) =>
        new() { Strategy = RecoveryStrategy.FailOver, MaxRetries = maxRetries };

    internal RecoveryRule Validated()
    {
        new OptionsCheck(nameof(RecoveryRule))
            .Require(Enum.IsDefined(Strategy), nameof(Strategy), Strategy, "a defined strategy")
            .Require(MaxRetries is >= 0 and <= 100, nameof(MaxRetries), MaxRetries, "from 0 to 100")
            .Require(Enum.IsDefined(Delays.Shape), nameof(Backoff.Shape), Delays.Shape, "a defined shape")
            .Require(Enum.IsDefined(Delays.Jitter), nameof(Backoff.Jitter), Delays.Jitter, "a defined jitter")
            .Require(Delays.BaseDelay >= TimeSpan.Zero, nameof(Backoff.BaseDelay), Delays.BaseDelay, "zero or more")
            .Require(
                Delays.MaxDelay >= Delays.BaseDelay && Delays.MaxDelay <= TimeSpan.FromHours(1),
                nameof(Backoff.MaxDelay),
                Delays.MaxDelay,
                "from BaseDelay to one hour")
            .ThrowIfInvalid();
        return this;
    }
}
