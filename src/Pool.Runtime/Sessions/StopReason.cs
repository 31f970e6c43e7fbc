namespace Pool.Runtime.Sessions;

/// <summary>Why a call was stopped before its answer.</summary>
internal enum StopReason
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>Its caller gave up.</summary>
    Cancelled,

    /// <summary>Its deadline passed.</summary>
    TimedOut,
}
