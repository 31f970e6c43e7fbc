using Pool.Runtime.Errors;

namespace Pool.Runtime.Hosting;

/// <summary>How a host starts and stops a pool.</summary>
/// <remarks>Immutable. In configuration it is the section <c>Hosting</c> of the pool.</remarks>
public sealed record SessionPoolHostingOptions
{
    /// <summary>What the host waits for when it starts. Default <see cref="HostedStart.WaitForWorkers"/>.</summary>
    public HostedStart Start { get; init; } = HostedStart.WaitForWorkers;

    /// <summary>
    /// Time that calls have to end once all other services of the host have stopped. The host's own shutdown timeout ends
    /// it too, whichever comes first. Default 10 s; zero (cut them off at once) to 24 days.
    /// </summary>
    public TimeSpan DrainGrace { get; init; } = TimeSpan.FromSeconds(10);

    internal SessionPoolHostingOptions Validated()
    {
        var check = new OptionsCheck(nameof(SessionPoolHostingOptions))
            .Require(Enum.IsDefined(Start), nameof(Start), Start, "WaitForWorkers or InBackground");
        PoolOptions.RequireDuration(check, nameof(DrainGrace), DrainGrace, TimeSpan.Zero);
        check.ThrowIfInvalid();
        return this;
    }
}
