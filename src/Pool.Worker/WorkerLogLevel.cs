namespace Pool.Worker;

/// <summary>How grave an entry of a worker's log is, from the least.</summary>
public enum WorkerLogLevel
{
    /// <summary>Every step, for whoever looks for a defect.</summary>
    Trace,

    /// <summary>What helps to understand a run.</summary>
    Debug,

    /// <summary>The ordinary course of things.</summary>
    Information,

    /// <summary>Something unexpected, with which the worker can go on.</summary>
    Warning,

    /// <summary>What was asked for did not happen.</summary>
    Error,

    /// <summary>The worker, or more than it, is in danger.</summary>
    Critical,
}
