namespace Pool.Runtime.Adapters.ForkServer;

/// <summary>What a template may say.</summary>
internal enum TemplateMessageKind
{
    /// <summary>Nothing that is known.</summary>
    Unknown,

    /// <summary>The program is loaded.</summary>
    Ready,

    /// <summary>The program cannot be forked, or not be loaded.</summary>
    Unfit,

    /// <summary>A worker was forked.</summary>
    Forked,

    /// <summary>A worker could not be forked.</summary>
    Failed,

    /// <summary>A worker has ended.</summary>
    Exited,

    /// <summary>It is there: the answer to a ping.</summary>
    Alive,
}
