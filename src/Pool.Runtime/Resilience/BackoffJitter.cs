namespace Pool.Runtime.Resilience;

/// <summary>How much chance changes a wait, so that callers who failed together do not return together.</summary>
public enum BackoffJitter
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By up to a quarter either way.</summary>
    Quarter,

    /// <summary>Anything from zero to the whole wait.</summary>
    Full,
}
