namespace Pool.Runtime.Resilience;

/// <summary>How the wait grows from retry to retry.</summary>
public enum BackoffShape
{
    /// <summary>No wait.</summary>
    None,

    /// <summary>The base delay times the number of the retry.</summary>
    Linear,

    /// <summary>The base delay, doubled with each retry.</summary>
    Exponential,
}
