namespace Pool.Reporting.Measurement;

/// <summary>
/// What was measured of one operation of a load: latencies of successes, and failures apart from them by error type.
/// </summary>
/// <remarks>Not thread-safe: each client records into its own, and <see cref="Merge"/> joins them.</remarks>
public sealed class OperationMeasurement
{
    private readonly Dictionary<string, long> _failuresByType = new(StringComparer.Ordinal);
    private LatencyHistogram? _failures;

    /// <summary>Creates an empty measurement.</summary>
    /// <param name="name">The operation's name, as thresholds and reports call it; not empty.</param>
    public OperationMeasurement(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>The operation's name.</summary>
    public string Name { get; }

    /// <summary>Latencies of the operations that succeeded, in nanoseconds.</summary>
    public LatencyHistogram Successes { get; } = new();

    /// <summary>
    /// Latencies of the operations that failed; they never mix with those of successes. Empty when none failed.
    /// </summary>
    public LatencyHistogram Failures => _failures ?? new LatencyHistogram();

    /// <summary>How many operations failed with each error type.</summary>
    public IReadOnlyDictionary<string, long> FailuresByType => _failuresByType;

    /// <summary>Number of operations that failed.</summary>
    public long FailureCount => _failures?.Count ?? 0;

    /// <summary>Number of operations that ended, well or badly.</summary>
    public long Count => Successes.Count + FailureCount;

    /// <summary>Failures divided by all operations, from 0 to 1; 0 when nothing ran.</summary>
    public double ErrorRate => Count == 0 ? 0 : (double)FailureCount / Count;

    /// <summary>Adds one success. Allocates nothing.</summary>
    /// <param name="nanoseconds">Its latency.</param>
    public void RecordSuccess(long nanoseconds) => Successes.Record(nanoseconds);

    /// <summary>Adds one failure.</summary>
    /// <param name="errorType">What kind of failure it was, such as the exception's type name; not empty.</param>
    /// <param name="nanoseconds">How long it took to fail.</param>
    public void RecordFailure(string errorType, long nanoseconds)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(errorType);
        // Created late: most operations never fail, and a histogram per client and operation would double the memory.
        (_failures ??= new LatencyHistogram()).Record(nanoseconds);
        AddFailures(errorType, 1);
    }

    /// <summary>Adds everything another measurement holds, whatever its name.</summary>
    /// <param name="other">The measurement to add; it stays as it is.</param>
    public void Merge(OperationMeasurement other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Successes.Merge(other.Successes);
        if (other._failures is not null)
        {
            (_failures ??= new LatencyHistogram()).Merge(other._failures);
        }

        foreach (var (type, count) in other._failuresByType)
        {
            AddFailures(type, count);
        }
    }

    private void AddFailures(string errorType, long count) =>
        _failuresByType[errorType] = _failuresByType.GetValueOrDefault(errorType) + count;
}
