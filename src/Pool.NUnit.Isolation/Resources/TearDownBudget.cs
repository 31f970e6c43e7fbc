namespace Pool.NUnit.Isolation.Resources;

/// <summary>
/// The time that all items of a stack have together. A part of it is kept back: once the rest is spent, all items that are left
/// are released at a time within that part, since one that is released out of order is better than one that never is.
/// </summary>
internal sealed class TearDownBudget(TimeSpan total, TimeProvider clock)
{
    private static readonly TimeSpan MostKeptBack = TimeSpan.FromSeconds(1);

    private readonly long _started = clock.GetTimestamp();

    public TimeSpan Total => total;

    /// <summary>What is left for items in order; zero or less once it is spent.</summary>
    public TimeSpan ForNext => Left - KeptBack;

    /// <summary>What is left for all that remain together.</summary>
    public TimeSpan ForRest => Left > TimeSpan.Zero ? Left : TimeSpan.Zero;

    private TimeSpan KeptBack => total / 10 < MostKeptBack ? total / 10 : MostKeptBack;

    private TimeSpan Left => total - clock.GetElapsedTime(_started);
}
