namespace Pool.Reporting.Records;

/// <summary>How a test ended.</summary>
public enum TestOutcome
{
    /// <summary>It passed.</summary>
    Passed,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It did not run; the message says why.</summary>
    Skipped,

    /// <summary>It could not decide.</summary>
    Inconclusive,

    /// <summary>It passed with warnings.</summary>
    Warning,
}
