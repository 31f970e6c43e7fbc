namespace Pool.Runtime.Adapters;

/// <summary>How a <see cref="ProcessAdapter"/> brings a worker to life.</summary>
public enum StartMode
{
    /// <summary>By fork server where the program is a Python worker and the system is Linux; where that fails, by <see cref="Spawn"/>, and the log says why.</summary>
    Auto,

    /// <summary>Each worker is a program that is started anew.</summary>
    Spawn,

    /// <summary>
    /// Each worker is forked from one process that has loaded the program's modules. A start fails where that is impossible.
    /// </summary>
    ForkServer,
}
