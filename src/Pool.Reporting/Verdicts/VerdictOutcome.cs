namespace Pool.Reporting.Verdicts;

/// <summary>What a comparison with the baseline came to.</summary>
public enum VerdictOutcome
{
    /// <summary>The numbers don't decide; the reason says what is missing. Never fails a test.</summary>
    Inconclusive,

    /// <summary>
    /// Slower than the baseline by more than noise and floor explain. The only outcome that fails a test.
    /// </summary>
    Regressed,

    /// <summary>Faster than the baseline by more than noise and floor explain.</summary>
    Improved,

    /// <summary>Shown to be as fast as the baseline, within the margin.</summary>
    Equivalent,

    /// <summary>The machine was not in a state to measure on. Never fails a test.</summary>
    EnvironmentInvalid,
}
