namespace Pool.Reporting.Measurement;

/// <summary>The result of one load: what all clients did together, over the time that really passed.</summary>
public sealed class LoadMeasurement
{
    private LoadMeasurement(
        int clients, long warmupOperations, TimeSpan elapsed, IReadOnlyList<OperationMeasurement> operations)
    {
        Clients = clients;
        WarmupOperations = warmupOperations;
        Elapsed = elapsed;
        Operations = operations;
        Total = new OperationMeasurement("total");
        foreach (var operation in operations)
        {
            Total.Merge(operation);
        }
    }

    /// <summary>How many clients ran.</summary>
    public int Clients { get; }

    /// <summary>How many operations ran before the measurement began; none of them is counted in it.</summary>
    public long WarmupOperations { get; }

    /// <summary>The time from the start of the first measured operation to the end of the last, as measured.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>One measurement per operation, in the order in which the operations were first named.</summary>
    public IReadOnlyList<OperationMeasurement> Operations { get; }

    /// <summary>All operations merged.</summary>
    public OperationMeasurement Total { get; }

    /// <summary>Successful operations per second of measured time; 0 when no time passed.</summary>
    public double Throughput => ThroughputOf(Total);

    /// <summary>Failures divided by all operations, from 0 to 1; 0 when nothing ran.</summary>
    public double ErrorRate => Total.ErrorRate;

    /// <summary>Joins what the clients measured; operations of the same name are merged.</summary>
    /// <param name="clients">How many clients ran; at least 1.</param>
    /// <param name="warmupOperations">How many operations ran before the measurement.</param>
    /// <param name="elapsed">The measured (not the configured) duration.</param>
    /// <param name="measurements">The measurements of every client; they stay as they are.</param>
    /// <returns>The joint measurement.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or there is no client.</exception>
    public static LoadMeasurement Create(
        int clients, long warmupOperations, TimeSpan elapsed, IEnumerable<OperationMeasurement> measurements)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clients, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(warmupOperations);
        ArgumentOutOfRangeException.ThrowIfLessThan(elapsed, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(measurements);
        var operations = new List<OperationMeasurement>();
        var byName = new Dictionary<string, OperationMeasurement>(StringComparer.Ordinal);
        foreach (var measurement in measurements)
        {
            if (!byName.TryGetValue(measurement.Name, out var merged))
            {
                merged = new OperationMeasurement(measurement.Name);
                byName.Add(measurement.Name, merged);
                operations.Add(merged);
            }

            merged.Merge(measurement);
        }

        return new LoadMeasurement(clients, warmupOperations, elapsed, operations);
    }

    /// <summary>Successful operations of one kind per second of measured time; 0 when no time passed.</summary>
    /// <param name="operation">One of <see cref="Operations"/>, or <see cref="Total"/>.</param>
    /// <returns>Operations per second.</returns>
    public double ThroughputOf(OperationMeasurement operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return Elapsed > TimeSpan.Zero ? operation.Successes.Count / Elapsed.TotalSeconds : 0;
    }
}
