namespace Pool.Reporting.Records;

/// <summary>How far a test host came.</summary>
public enum HostState
{
    /// <summary>It finished its tests.</summary>
    Completed,

    /// <summary>It is still running.</summary>
    Running,

    /// <summary>
    /// It is gone without having finished: it was killed or it crashed. Its records up to then are complete.
    /// </summary>
    Died,
}
