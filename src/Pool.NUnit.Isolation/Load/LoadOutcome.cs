using Pool.Reporting.Measurement;

namespace Pool.NUnit.Isolation.Load;

/// <summary>What a load measured.</summary>
/// <param name="Measurement">The numbers.</param>
/// <param name="FirstErrors">One example of each type of failure, warm-up included.</param>
/// <param name="WarmupFailures">Warm-up operations that failed.</param>
/// <param name="HungClients">Clients whose operation had not ended when it was given up.</param>
internal sealed record LoadOutcome(
    LoadMeasurement Measurement,
    IReadOnlyDictionary<string, Exception> FirstErrors,
    long WarmupFailures,
    int HungClients);
