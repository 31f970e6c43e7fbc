namespace Pool.Reporting.Records;

/// <summary>Tells whether a test host still runs.</summary>
internal interface IProcessProbe
{
    /// <summary>Whether the process that wrote a header is alive, as opposed to a later one with its id.</summary>
    bool IsAlive(int processId, DateTimeOffset recordingSince);
}
