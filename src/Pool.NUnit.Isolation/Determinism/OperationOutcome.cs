namespace Pool.NUnit.Isolation.Determinism;

/// <summary>How one operation of <see cref="StartTogether"/> ended.</summary>
public enum OperationOutcome
{
    /// <summary>It returned.</summary>
    Succeeded,

    /// <summary>It threw.</summary>
    Failed,

    /// <summary>It had not ended at the deadline; its token was cancelled and it was left alone.</summary>
    TimedOut,
}
