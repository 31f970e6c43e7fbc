namespace Pool.Runtime;

/// <summary>Which of several idle workers is taken.</summary>
public enum WorkerOrder
{
    /// <summary>The one used last, whose memory is warm; the others may become idle enough to be retired.</summary>
    Lifo,

    /// <summary>The one idle longest, so that all are used alike.</summary>
    Fifo,
}
