namespace Pool.Runtime.Errors;

/// <summary>What a call was doing when its deadline passed, in the order of a call.</summary>
public enum CommandPhase
{
    /// <summary>Waiting for a worker.</summary>
    Queue,

    /// <summary>Preparing the worker, such as starting it.</summary>
    Checkout,

    /// <summary>Bringing the worker up to the session's position.</summary>
    Replay,

    /// <summary>Waiting for the worker's answer.</summary>
    Command,
}
