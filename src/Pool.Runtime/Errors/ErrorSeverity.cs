namespace Pool.Runtime.Errors;

/// <summary>How far a failure reaches, in rising order.</summary>
public enum ErrorSeverity
{
    /// <summary>Worth noticing; nothing is lost.</summary>
    Warning,

    /// <summary>One call is affected and the worker is fine.</summary>
    Minor,

    /// <summary>One call failed and its worker may be gone.</summary>
    Major,

    /// <summary>The whole pool is affected.</summary>
    Critical,
}
