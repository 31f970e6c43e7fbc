namespace Pool.Runtime.Workers;

/// <summary>Life of a worker.</summary>
public enum WorkerState
{
    /// <summary>Being started; has not answered its first ping.</summary>
    Initializing,

    /// <summary>Idle and able to take a command.</summary>
    Ready,

    /// <summary>Checked out.</summary>
    Busy,

    /// <summary>Alive but not trusted with commands until its health is restored.</summary>
    Degraded,

    /// <summary>On its way out; takes no command.</summary>
    Terminating,

    /// <summary>Gone; its end was observed.</summary>
    Terminated,
}
