using Pool.Reporting.Thresholds;

namespace Pool.NUnit.Isolation;

/// <summary>
/// Runs the body as one operation of many clients at a time (closed loop: each waits for its operation before the next) in one
/// environment, measures, and judges. Category <c>Performance</c>.
/// </summary>
/// <remarks>
/// NUnit first calls the body once by itself, uncounted: if that fails, the test fails with the body's own error and no load runs.
/// A body that takes a <c>LoadPlan</c> is called only that once, and defines the mix of operations. The load runs before
/// <c>[TearDown]</c>, on the same fixture with the same arguments; a body that uses fields of the fixture must be thread-safe. A last
/// parameter of type <see cref="CancellationToken"/> is cancelled also when the load gives up on operations that outlive it. No two
/// loads of a process run at a time.
/// </remarks>
public sealed class PerformanceAttribute : PoolTestAttribute
{
    /// <summary>Callers at a time, 1 to 10,000. Default 10.</summary>
    public int Clients { get; set; } = 10;

    /// <summary>How long operations are started, in milliseconds, 1 to 86,400,000. Default 10,000.</summary>
    public int DurationMs { get; set; } = 10_000;

    /// <summary>Operations before the measurement, of all clients together, 0 to 100,000,000. Default 100.</summary>
    public int Warmup { get; set; } = 100;

    /// <summary>
    /// Limits such as <c>"p99 &lt; 500ms; errors &lt; 1%; throughput &gt; 1000/s; read.p50 &lt; 5ms"</c>; each that isn't kept fails the test.
    /// Default none.
    /// </summary>
    public string Thresholds { get; set; } = "";

    /// <summary>
    /// Whether a load that is slower than <c>poolbaseline.json</c> allows fails the test; if not, the report alone says so.
    /// Default true.
    /// </summary>
    public bool FailOnRegression { get; set; } = true;

    internal override IEnumerable<string> Problems()
    {
        const int Day = 86_400_000;
        foreach (string problem in base.Problems())
        {
            yield return problem;
        }

        if (Clients is < 1 or > 10_000)
        {
            yield return $"Clients is {Clients}; it is 1 to 10,000.";
        }

        if (DurationMs is < 1 or > Day)
        {
            yield return $"DurationMs is {DurationMs}; it is 1 to {Day}.";
        }

        if (Warmup is < 0 or > 100_000_000)
        {
            yield return $"Warmup is {Warmup}; it is 0 to 100,000,000.";
        }

        if (ThresholdProblem() is { } wrong)
        {
            yield return wrong;
        }
    }

    private string? ThresholdProblem()
    {
        try
        {
            ThresholdParser.Parse(Thresholds ?? "");
            return null;
        }
        catch (ThresholdFormatException error)
        {
            return error.Message;
        }
    }
}
