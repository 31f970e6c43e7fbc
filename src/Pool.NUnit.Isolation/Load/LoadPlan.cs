namespace Pool.NUnit.Isolation.Load;

/// <summary>
/// The mix of operations that the clients of a [Performance] test run. A test body that takes a plan is called
/// once, before the load, to fill it. Not thread-safe while it is filled.
/// </summary>
/// <example><c>plan.Operation("read", weight: 70, async ctx =&gt; await pool.ExecuteAsync(...)).Operation("write", weight: 30, ...)</c></example>
public sealed class LoadPlan
{
    private readonly List<LoadOperation> _operations = [];

    internal IReadOnlyList<LoadOperation> Operations => _operations;

    internal TimeSpan? Duration { get; private set; }

    /// <summary>Sets how long operations are started, in place of the attribute's <c>DurationMs</c>.</summary>
    /// <param name="duration">From 1 ms to 1 day.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is out of range.</exception>
    public LoadPlan For(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(duration, TimeSpan.FromDays(1));
        Duration = duration;
        return this;
    }

    /// <summary>Adds a kind of operation.</summary>
    /// <param name="name">Its name in thresholds and reports; each name once.</param>
    /// <param name="weight">How often it is chosen in relation to the others; more than zero, finite.</param>
    /// <param name="operation">What to do. An exception counts as a failed operation and doesn't end the load.</param>
    /// <exception cref="ArgumentException">The name is empty or used already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not positive and finite.</exception>
    public LoadPlan Operation(string name, double weight, Func<LoadContext, ValueTask> operation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(operation);
        if (!(weight > 0) || double.IsInfinity(weight))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), weight, $"The weight of \"{name}\" must be more than zero and finite.");
        }

        if (_operations.Exists(o => string.Equals(o.Name, name, StringComparison.Ordinal)))
        {
            throw new ArgumentException($"An operation named \"{name}\" exists already. Give each operation a name of its own.", nameof(name));
        }

        _operations.Add(new LoadOperation(name, weight, operation));
        return this;
    }
}
