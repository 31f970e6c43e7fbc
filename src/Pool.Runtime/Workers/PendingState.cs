namespace Pool.Runtime.Workers;

/// <summary>How far an answer that a worker owes has come.</summary>
internal enum PendingState
{
    /// <summary>Its caller waits for it.</summary>
    Waiting,

    /// <summary>Its caller has given up; the answer is still due.</summary>
    Abandoned,

    /// <summary>It came, or the worker was lost.</summary>
    Over,
}
